import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCertificateId, parseCertificateId } from '../../src/credential/certificate-id.ts';

const anyId = fc
  .tuple(fc.integer({ min: 0, max: 1023 }), fc.uint8Array({ minLength: 9, maxLength: 9 }))
  .map(([shard, random]) => ({ shard, id: formatCertificateId(shard, random) }));

test('an id tells its shard, however it is typed', () => {
  fc.assert(
    fc.property(anyId, ({ shard, id }) => {
      expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{17}$/);
      const typed = id
        .toLowerCase()
        .replaceAll('0', 'o')
        .replaceAll('1', 'l')
        .replace(/(.{4})/g, '$1 ');
      expect(parseCertificateId(typed)).toEqual({ id, shard });
    }),
  );
});

test('every single wrong character is found', () => {
  fc.assert(
    fc.property(
      anyId,
      fc.nat({ max: 16 }),
      fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
      ({ id }, at, other) => {
        fc.pre(id[at] !== other);
        expect(parseCertificateId(id.slice(0, at) + other + id.slice(at + 1))).toBeUndefined();
      },
    ),
  );
});

test('nearly every exchange of two neighbours is found', () => {
  let exchanged = 0;
  let missed = 0;
  for (let n = 0; n < 2_000; n += 1) {
    const id = formatCertificateId(n % 1024, randomBytes(9));
    for (let at = 0; at < 16; at += 1) {
      const [a = '', b = ''] = id.slice(at, at + 2);
      if (a === b) continue;
      exchanged += 1;
      if (parseCertificateId(id.slice(0, at) + b + a + id.slice(at + 2))) missed += 1;
    }
  }
  expect(missed / exchanged).toBeLessThan(0.005);
});

test('ids of one shard differ in 70 random bits', () => {
  const ids = new Set(Array.from({ length: 20_000 }, () => formatCertificateId(5, randomBytes(9))));
  expect(ids.size).toBe(20_000);
  for (const at of [2, 8, 15]) {
    expect(new Set([...ids].map((id) => id[at])).size).toBe(32);
  }
});
