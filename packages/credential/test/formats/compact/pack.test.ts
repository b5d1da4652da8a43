import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import * as base45 from 'base45';
import { decode } from 'cbor2';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentCompact, packCompact } from '../../../src/formats/compact/pack.ts';
import { compactPrefix, isCompact } from '../../../src/formats/compact/prefix.ts';
import table from '../../../src/formats/compact/term-table.json' with { type: 'json' };
import { toCbor } from '../../../src/formats/compact/to-cbor.ts';
import { unpackCompact } from '../../../src/formats/compact/unpack.ts';
import type { JsonObject } from '../../../src/json.ts';
import { type CryptosuiteName, cryptosuites } from '../../../src/proofs/cryptosuites.ts';
import { textOf } from '../../../src/qr/code-content.ts';
import { codeVersion } from '../../../src/qr/code-size.ts';
import { matrixOf } from '../../../src/qr/matrix.ts';
import { qrPng } from '../../../src/qr/png.ts';
import { keyOfDidKey } from '../../../src/trust/did-key.ts';
import { verify } from '../../../src/verification/verify.ts';
import { readQrPicture } from '../../read-qr-picture.ts';
import { at, type Kind, signed } from '../../sample-issuer.ts';
import { longCertificate, typicalCertificate } from './certificates.ts';

const kinds: Kind[] = ['domestic', 'international', 'test'];
const suites = Object.keys(cryptosuites) as CryptosuiteName[];

describe('what is packed comes back', () => {
  test.each(suites.flatMap((suite) => kinds.map((kind) => ({ suite, kind }))))(
    '$kind, $suite, to the character',
    async ({ suite, kind }) => {
      const text = JSON.stringify(await signed(kind, suite));
      expect(unpackCompact(packCompact(text))).toBe(text);
    },
  );

  test('certificates of other issuers', () => {
    const path = join(import.meta.dirname, '../../../../../test-vectors/divoc/signed-credentials.json');
    const { cases }: { cases: { credential: JsonObject }[] } = JSON.parse(readFileSync(path, 'utf8'));
    for (const { credential } of cases) {
      const text = JSON.stringify(credential);
      expect(unpackCompact(packCompact(text))).toBe(text);
    }
  });

  test('any JSON object that has UTF-8, in its order', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'grapheme' })),
        (value) => {
          const text = JSON.stringify(value);
          expect(unpackCompact(packCompact(text))).toBe(JSON.stringify(JSON.parse(text)));
        },
      ),
      { numRuns: 500, seed: 1 },
    );
  });

  const digits = (length: number, of = '0123456789abcdef') =>
    fc.string({ unit: fc.constantFrom(...of), minLength: length, maxLength: length });
  const [year, two] = [fc.integer({ min: 0, max: 9_999 }), fc.integer({ min: 0, max: 70 })];
  const padded = (number: number, length = 2) => String(number).padStart(length, '0');
  const date = fc
    .tuple(year, fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
    .map(([y, m, d]) => `${padded(y, 4)}-${padded(m)}-${padded(d)}`);
  const time = fc
    .tuple(fc.integer({ min: 0, max: 25 }), two, two)
    .map((parts) => parts.map((part) => padded(part)).join(':'));
  const zone = fc.oneof(
    fc.constantFrom(
      'Z',
      'z',
      '',
      '.000Z',
      '.123Z',
      '.1Z',
      '.123456Z',
      '-00:00',
      '+00:00',
      '+05:30',
      '-12:00',
      '+14:00',
    ),
    fc.tuple(fc.constantFrom('+', '-'), two, two).map(([sign, h, m]) => `${sign}${padded(h)}:${padded(m)}`),
  );
  const almostShort = fc.oneof(
    date,
    fc.tuple(date, time, zone).map(([d, t, z]) => `${d}T${t}${z}`),
    fc.tuple(fc.webUrl(), digits(17, '0123456789ABCDEFGHJKMNPQRSTVWXYZ')).map((parts) => parts.join('/')),
    fc.tuple(fc.string(), digits(16)).map((parts) => parts.join('#')),
    digits(86, 'ABCXYZabcxyz0129-_'),
    fc.tuple(fc.string(), digits(342, 'ABCXYZabcxyz0129-_')).map((parts) => parts.join('..')),
    fc
      .integer({ min: 60, max: 90 })
      .chain((length) => digits(length, '123456789ABCabcxyz'))
      .map((text) => `z${text}`),
    fc.constantFrom(...table.values, ...table.names),
  );

  test('texts that look like those with a short form, right or nearly', () => {
    fc.assert(
      fc.property(fc.array(almostShort, { minLength: 1 }), (texts) => {
        const text = JSON.stringify({ texts });
        expect(unpackCompact(packCompact(text))).toBe(text);
      }),
      { numRuns: 1_000, seed: 2 },
    );
  });

  test.each([
    '{}',
    '{"__proto__":{"a":1},"constructor":null}',
    '{"n":[0,-1,1.5,-0.25,1e+21,5e-324,9007199254740991,9007199254740992,-24,23,24]}',
    '{"t":["","-1","\\u0000","\\"\\\\\\n","","\ufeff","\ufeffZW7QD48VXF7XQXTV3","\ufeff1999-12-31"]}',
    '{"0":"","1":"names like these come first in JavaScript","":"","a":[[],[[]],{}]}',
    '{"a":true,"b":false,"c":null}',
  ])('%s', (text) => {
    expect(unpackCompact(packCompact(text))).toBe(text);
  });
});

describe('a code', () => {
  test('is alphanumeric, and read back by a reader of others', async () => {
    const text = packCompact(await typicalCertificate());
    expect(isCompact(text)).toBe(true);
    expect(textOf(contentCompact(text))).toBe(text);
    const read = await readQrPicture(qrPng(matrixOf(contentCompact(text), 'quartile')));
    expect(new TextDecoder().decode(read)).toBe(text);
  });

  test.each([
    ['typical', typicalCertificate, 'quartile'],
    ['long', longCertificate, 'low'],
  ] as const)('of a %s certificate has at most version 22', async (_, certificate, level) => {
    const content = contentCompact(packCompact(await certificate()));
    expect(codeVersion(content, level)).toBeLessThanOrEqual(22);
  });

  test('is base45 of raw DEFLATE of CBOR, as other libraries read them', async () => {
    const text = packCompact(await typicalCertificate());
    const value = decode<Map<unknown, unknown>>(inflateRawSync(base45.decode(text.slice(4))), {
      preferMap: true,
    });
    expect(table.names[0]).toBe('@context');
    expect(value.get(0)).toEqual([-1, -2]);
  });
});

describe('the table', () => {
  test('names nothing twice, and its version is that of the prefix', () => {
    expect(new Set(table.names).size).toBe(table.names.length);
    expect(new Set(table.values).size).toBe(table.values.length);
    expect(compactPrefix).toBe(`MH${table.version}:`);
  });

  test('is the one that was published: certificates on paper are written with it', () => {
    const hash = createHash('sha256').update(JSON.stringify([table.names, table.values]));
    expect(hash.digest('hex')).toBe('65868423e21f34954febe2df414a48fd7c02586c896faad9bc028f9784feb624');
  });
});

describe('the example of the documentation', () => {
  const example = (name: string) =>
    readFileSync(join(import.meta.dirname, '../../../../../docs/verifiers/compact-example', name), 'utf8');

  test('is read to the byte, and written so', () => {
    expect(unpackCompact(example('code.txt'))).toBe(example('credential.json'));
    const cbor = Buffer.from(example('cbor.hex').replaceAll('\n', ''), 'hex');
    expect(Buffer.from(toCbor(JSON.parse(example('credential.json'))))).toEqual(cbor);
    expect(inflateRawSync(base45.decode(example('code.txt').slice(4)))).toEqual(cbor);
  });

  test('is genuine', async () => {
    const credential = JSON.parse(example('credential.json'));
    const key = keyOfDidKey(credential.proof.verificationMethod);
    const { verdict } = await verify(example('code.txt'), { trust: key ? [key] : [], at });
    expect(verdict).toBe('valid');
  });
});
