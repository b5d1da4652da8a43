import { expect, it } from 'vitest';
import { guidanceAfter } from '../src/camera/guidance.ts';

it.each([
  [0, false, 'aim'],
  [7_999, false, 'aim'],
  [8_000, false, 'hold-steady'],
  [19_999, false, 'hold-steady'],
  [20_000, false, 'more-hints'],
  [0, true, 'hold-steady'],
  [20_000, true, 'more-hints'],
])('after %i ms, with an unclear code in sight: %s, says %s', (elapsed, unclear, guidance) => {
  expect(guidanceAfter(elapsed, unclear)).toBe(guidance);
});
