import { packDivocPayload } from '../../../src/qr/divoc-payload.ts';
import type { Change } from './change.ts';
import type { Choices } from './choices.ts';
import type { Payload } from './payloads.ts';

/** Changes to the bytes of the QR code: a bit of every three of the zip, bits of the zip as text, cuts and moves of bytes. */
export function* changesOfBytes({ text }: Payload, choices: Choices): Generator<Change> {
  const raw = packDivocPayload(text, 'bytes');
  for (let bit = choices.below(3); bit < raw.length * 8; bit += 1 + choices.below(5)) {
    yield { kind: 'bit of the zip', scanned: flipped(raw, bit) };
  }
  const wrapped = packDivocPayload(text);
  for (let n = 0; n < 600; n += 1) {
    yield { kind: 'bit of the zip as text', scanned: flipped(wrapped, choices.below(wrapped.length * 8)) };
    yield { kind: 'byte replaced', scanned: replaced(raw, choices.below(raw.length), choices.below(256)) };
    const [from, to] = [choices.below(raw.length), choices.below(raw.length)];
    const moved = Uint8Array.from(raw);
    moved.copyWithin(to, from, from + 1 + choices.below(16));
    yield { kind: 'bytes copied over others', scanned: moved };
  }
  for (let n = 0; n < 200; n += 1) {
    const at = choices.below(raw.length);
    yield { kind: 'cut off', scanned: raw.subarray(0, at) };
    yield {
      kind: 'bytes taken out',
      scanned: joined(raw.subarray(0, at), raw.subarray(at + 1 + choices.below(4))),
    };
    const inserted = Uint8Array.from({ length: 1 + choices.below(4) }, () => choices.below(256));
    yield { kind: 'bytes put in', scanned: joined(raw.subarray(0, at), inserted, raw.subarray(at)) };
  }
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  return replaced(bytes, bit >> 3, (bytes[bit >> 3] as number) ^ (1 << (bit & 7)));
}

function replaced(bytes: Uint8Array, at: number, byte: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = byte;
  return copy;
}

const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
