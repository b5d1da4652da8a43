import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packContent, unpackContent } from '../../src/registry/content/certificate-content.ts';

test('what is packed comes back byte for byte', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })),
      fc.json().map((text) => text.replaceAll('\n', ' ')),
      (event, credential) => {
        const kept = unpackContent(packContent(event, credential));
        expect(kept.event).toEqual(JSON.parse(JSON.stringify(event)));
        expect(kept.credential.toString()).toBe(credential);
      },
    ),
  );
});

test.each([
  [1, '22050c743ed24d9ba2d37d399ef75d4b9ef8829e01b314e81c919d383ed1e803'],
  [2, 'dbf3be84acbbf472bf71574b550c88a63301bc6656358f3d87df6f2753560130'],
  [3, 'a4bf7a35dcc49d8b43186f673d3d22507560aebf7a0d418e7efd5de32ae1afca'],
  [4, 'dfd92e98476e1bb99332fc82a5634d0d712d9338a38e0ffca5007576a77defb8'],
  [5, '3f4ec02415bc7f05ac3cee330706b713456b9ba9bcda705c37ec1ca14ee40521'],
  [6, 'ebf00846ca9bab6f19c80e72eee996e4f587907b3d2ec355615b23fc757d6c9f'],
])('dictionary %i is the one that certificates were packed with', (form, digest) => {
  const file = join(import.meta.dirname, `../../src/registry/content/dictionary-${form}.txt`);
  expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(digest);
});

test('content of a newer dictionary is not guessed at', () => {
  expect(() => unpackContent({ contentForm: 99, content: Buffer.alloc(4) })).toThrow('dictionary 99');
});
