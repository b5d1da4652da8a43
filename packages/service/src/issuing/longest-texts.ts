import { pointerTo } from '@mohar/credential/event/fault.ts';

/** A text of a JSON value, and how many bytes of UTF-8 it has. */
export interface LongText {
  /** JSON pointer, behind that of the value. */
  readonly pointer: string;
  readonly bytes: number;
}

/** The longest texts in a JSON value, the longest first: what to shorten where a QR code has no room. */
export const longestTexts = (value: unknown, base: string, count: number): readonly LongText[] =>
  [...textsOf(value, base)].sort((a, b) => b.bytes - a.bytes).slice(0, count);

function* textsOf(value: unknown, pointer: string): Generator<LongText> {
  if (typeof value === 'string') yield { pointer, bytes: Buffer.byteLength(value) };
  if (typeof value !== 'object' || value === null) return;
  for (const [member, inner] of Object.entries(value)) yield* textsOf(inner, pointerTo(pointer, member));
}
