import type { Cbor } from './cbor-text.ts';

/** Values that a value may be changed into, of its own kind and of others, each with the name of the deed. */
export function* otherValues(value: Cbor): Generator<[deed: string, instead: Cbor]> {
  if (typeof value === 'string') yield* otherTexts(value);
  if (typeof value === 'number') yield* otherNumbers(value);
  if (value instanceof Uint8Array) yield* otherBytes(value);
  if (typeof value === 'boolean') yield ['another value', !value];
  for (const instead of [null, true, 0, '', [], new Map()]) {
    if (instead !== value) yield ['another type', instead];
  }
  yield ['in a list', [value]];
  yield ['in a list', [value, value]];
  yield ['in a map', new Map([['value', value]])];
}

function* otherTexts(text: string): Generator<[string, Cbor]> {
  for (const other of [`${text} `, ` ${text}`, `${text}\n`, `${text}x`, text.slice(1), text.slice(0, -1)]) {
    yield ['another text', other];
  }
  for (const hidden of ['\u200b', '\ufeff', '\u202e', '\u0000']) {
    yield ['hidden character', text + hidden];
    yield ['hidden character', hidden + text];
  }
  for (const other of [
    text.toUpperCase(),
    text.toLowerCase(),
    text.normalize('NFD'),
    text.replace('A', 'А'),
  ]) {
    if (other !== text) yield ['case, lookalike or form', other];
  }
  const [digit] = /\d/.exec(text) ?? [];
  if (digit !== undefined) yield ['another digit', text.replace(digit, String((Number(digit) + 1) % 10))];
  if (/^\d+$/.test(text)) yield ['a number for a text', Number(text)];
  yield ['bytes for a text', new TextEncoder().encode(text)];
}

function* otherNumbers(value: number): Generator<[string, Cbor]> {
  for (const other of [value + 1, value - 1, -value, value * 2, value + 0.5, 2 ** 40, Number.NaN, -1]) {
    if (other !== value) yield ['another number', other];
  }
  yield ['a text for a number', String(value)];
}

function* otherBytes(bytes: Uint8Array): Generator<[string, Cbor]> {
  yield ['other bytes', bytes.map((byte, n) => (n === 0 ? byte ^ 1 : byte))];
  yield ['other bytes', bytes.subarray(1)];
  yield ['other bytes', Uint8Array.of(...bytes, 0)];
}
