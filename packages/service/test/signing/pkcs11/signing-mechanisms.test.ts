import { createHash, createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  CKM_ECDSA,
  CKM_EDDSA,
  CKM_RSA_PKCS_PSS,
  CKM_SHA256_RSA_PKCS_PSS,
} from '../../../src/signing/pkcs11/cryptoki.ts';
import { signingMechanism } from '../../../src/signing/pkcs11/signing-mechanisms.ts';

const bytes = Buffer.from('to be signed');

test('P-256: a short answer is filled on the left, each half', () => {
  const { signature, input } = signingMechanism('ES256', new Set([CKM_ECDSA]));
  expect(input(bytes)).toEqual(createHash('sha256').update(bytes).digest());
  // Made by node:crypto; r and s both begin with a zero, which is left out here, as by some tokens.
  const publicKey = createPublicKey({
    key: Buffer.from(
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENFy3UH/HyLHLq3VtyHdaeq+mzVDklzXB6AHloduW37/x2GzgA0vjiqu25vviOBWYSsDXDaVmay6GEqobYE0Igw==',
      'base64',
    ),
    format: 'der',
    type: 'spki',
  });
  const r = '9ea37ede47e48865f301edf2c5c9848db7ec0801c5215398fb00d50d9cc7ec';
  const s = '849ba686934d59fe3f3f04ca4d67aa06119d7bcc462e48244d575137a59be2';
  const filled = signature(Buffer.from(r + s, 'hex'));
  expect(filled).toHaveLength(64);
  expect(verify('sha256', bytes, { key: publicKey, dsaEncoding: 'ieee-p1363' }, filled)).toBe(true);
});

test.each([
  ['ES256', CKM_ECDSA, [0, 63, 66, 70, 72]],
  ['EdDSA', CKM_EDDSA, [0, 63, 65, 114]],
] as const)('%s: an answer of another length is no signature', (algorithm, mechanism, lengths) => {
  const { signature } = signingMechanism(algorithm, new Set([mechanism]));
  for (const length of lengths) {
    expect(() => signature(Buffer.alloc(length))).toThrow(
      `The token returned ${length} bytes as a signature`,
    );
  }
});

test('PS256: the token hashes where it can, else Mohar does', () => {
  const both = signingMechanism('PS256', new Set([CKM_RSA_PKCS_PSS, CKM_SHA256_RSA_PKCS_PSS]));
  expect(both.name).toBe('CKM_SHA256_RSA_PKCS_PSS');
  expect(both.input(bytes)).toEqual(bytes);
  const one = signingMechanism('PS256', new Set([CKM_RSA_PKCS_PSS]));
  expect(one.name).toBe('CKM_RSA_PKCS_PSS');
  expect(one.input(bytes)).toEqual(createHash('sha256').update(bytes).digest());
});

test('a mechanism that is missing: the error names it, and what there is', () => {
  expect(() => signingMechanism('EdDSA', new Set([CKM_ECDSA, CKM_RSA_PKCS_PSS]))).toThrow(
    'The token does not sign with EdDSA (CKM_EDDSA). Of what Mohar signs with, it has: ES256, PS256.',
  );
  expect(() => signingMechanism('PS256', new Set())).toThrow(
    '(CKM_SHA256_RSA_PKCS_PSS or CKM_RSA_PKCS_PSS). Of what Mohar signs with, it has: nothing.',
  );
});
