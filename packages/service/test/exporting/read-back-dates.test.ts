import { generateKeyPairSync, sign } from 'node:crypto';
import { cborOfJson } from '@mohar/credential/hcert/cbor-of-json.ts';
import { signHcert } from '@mohar/credential/hcert/claims.ts';
import { expect, test } from 'vitest';
import { readBack } from '../../src/exporting/read-back.ts';
import { UnreadableCodeError } from '../../src/issuing/look-at-code.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keyId = 'AQIDBAUGBwg=';
const at = Date.parse('2026-06-01T09:00:00Z');
const trust = [
  {
    issuerName: 'Ministry of Health',
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    document: { format: 'hcert', keyId } as const,
  },
];
const certificateOf = (dose: Record<string, string>) =>
  signHcert(
    -6,
    cborOfJson({ n: 'Asha', dob: '1988-03-14', v: { bo: 'W2C721V', is: 'Ministry of Health', ...dose } }),
    {
      algorithm: 'ES256',
      verificationMethod: 'x',
      keyId,
      certificateUntil: Date.parse('2027-06-01'),
      sign: async (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    },
    { issuer: 'LK', issuedAt: at, expiresAt: Date.parse('2027-06-01') },
  );

test('a certificate of a dose against yellow fever of the same day may leave: it says itself when it begins', async () => {
  const text = await certificateOf({ tg: '1D47', vp: 'XM0N24', dt: '2026-06-01' });
  const summary = await readBack(text, trust, at);
  expect(summary).toMatchObject({ holder: { name: 'Asha' }, vaccination: { date: '2026-06-01' } });
});

test('one of a dose that counted until last year may not', async () => {
  const text = await certificateOf({ tg: '1C81', vp: 'XM79H3', dt: '2024-06-01', vle: '2025-06-01' });
  await expect(readBack(text, trust, at)).rejects.toThrow('expired');
});

test('one that the verifier refuses may not', async () => {
  const text = await certificateOf({ tg: '1D47', vp: 'XM0N24', dt: 'yesterday' });
  await expect(readBack(text, trust, at)).rejects.toThrow(UnreadableCodeError);
  await expect(readBack(text, [], at)).rejects.toThrow('untrusted-issuer');
});
