import { type KeyObject, verify } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import base45 from 'base45';
import { decode, encode, type Tag } from 'cbor2';

/** What another reader makes of an HCERT: libraries of others, no code of this package. */
export function readHcertIndependently(text: string, key: KeyObject) {
  if (!text.startsWith('HC1:')) throw new Error('No HC1:');
  const cose = inflateSync(base45.decode(text.slice(4)));
  const tagged = decode<Tag>(cose);
  const [protectedHeader, , payload, signature] = tagged.contents as [
    Uint8Array,
    unknown,
    Uint8Array,
    Uint8Array,
  ];
  // The library writes a Buffer otherwise than the bytes it is.
  const signed = encode([
    'Signature1',
    Uint8Array.from(protectedHeader),
    new Uint8Array(),
    Uint8Array.from(payload),
  ]);
  const header = decode<Map<number, unknown>>(protectedHeader, { preferMap: true });
  return {
    tag: Number(tagged.tag),
    algorithm: header.get(1),
    keyId: Buffer.from(header.get(4) as Uint8Array).toString('base64'),
    verified: verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature),
    claims: decode<Map<number, unknown>>(payload, { preferMap: true }),
  };
}

/** Maps as objects. */
export const plain = (value: unknown): unknown =>
  value instanceof Map
    ? Object.fromEntries([...value].map(([key, member]) => [String(key), plain(member)]))
    : value;
