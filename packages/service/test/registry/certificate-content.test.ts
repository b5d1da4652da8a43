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

test('dictionary 1 is the one that certificates were packed with', () => {
  const file = join(import.meta.dirname, '../../src/registry/content/dictionary-1.txt');
  expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(
    'c61430e5c8204a9dc5c7562002c6c4769266395d30824b15c5ea03d06722844d',
  );
});

test('content of a newer dictionary is not guessed at', () => {
  expect(() => unpackContent({ contentForm: 99, content: Buffer.alloc(4) })).toThrow('dictionary 99');
});
