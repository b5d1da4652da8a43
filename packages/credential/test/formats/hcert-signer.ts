import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentSigner } from '../../src/formats/document-signer.ts';
import type { DocumentUse, TrustedKey } from '../../src/trust/trust-list.ts';

export const issuedAt = Date.parse('2026-05-01T10:20:30Z');
export const at = Date.parse('2026-06-01T00:00:00Z');
export const validity = { issuedAt, expiresAt: Date.parse('2027-05-01T10:20:30Z') };

/** A signer of HCERTs, and its key as verifiers trust it. */
export function newHcertSigner(keyId = 'AQIDBAUGBwg=') {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = createPublicKey(privateKey);
  const signer: DocumentSigner = {
    algorithm: 'ES256',
    verificationMethod: 'https://issuer.example/keys#hcert',
    keyId,
    certificateUntil: Date.parse('2026-11-01T00:00:00Z'),
    sign: async (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
  const trusted = (
    document: Partial<Extract<DocumentUse, { format: 'hcert' }>> = {},
    entry: Partial<TrustedKey> = {},
  ): TrustedKey => ({
    issuerName: 'Ministry of Health',
    issuer: 'https://issuer.example/',
    publicKey: pemOf(publicKey),
    document: { format: 'hcert', keyId, ...document },
    ...entry,
  });
  return { signer, publicKey, trusted };
}

const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();

/** A file of WHO's validator. */
export const validatorFile = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../../test-vectors/gdhcn-validator', name), 'utf8').trim();
