/** What to say to a person who holds a code before the camera. */
export type Guidance = 'aim' | 'hold-steady' | 'more-hints';

/**
 * Guidance by how long nothing was read, in milliseconds. A code that is seen but cannot be read calls for
 * steadiness at once.
 */
export function guidanceAfter(elapsed: number, seesUnclearCode: boolean): Guidance {
  if (elapsed >= 20_000) return 'more-hints';
  return elapsed >= 8_000 || seesUnclearCode ? 'hold-steady' : 'aim';
}
