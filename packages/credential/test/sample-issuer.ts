import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IssuerProfile } from '../src/credential/issuer-profile.ts';
import { parseTest } from '../src/event/parse-test.ts';
import { parseVaccination } from '../src/event/parse-vaccination.ts';
import { buildDivocTest } from '../src/formats/divoc/build-test.ts';
import { buildDivocVaccination } from '../src/formats/divoc/build-vaccination.ts';
import { buildVc2 } from '../src/formats/w3c-vc2/build.ts';
import type { JsonObject } from '../src/json.ts';
import { type CryptosuiteName, cryptosuites } from '../src/proofs/cryptosuites.ts';
import { issueProof } from '../src/proofs/issue-proof.ts';
import type { SignatureAlgorithm, Signer } from '../src/proofs/signer.ts';
import type { TrustList } from '../src/trust/trust-list.ts';

/** An issuer with keys of its own, and its certificates of the sample events. */
export const profile: IssuerProfile = {
  issuer: 'https://issuer.example/',
  issuerName: 'Test issuer',
  identityPrefix: 'did:example:identity',
  vaccinationBaseUrl: 'https://issuer.example/vaccine/',
  testBaseUrl: 'https://issuer.example/test/',
  feedbackBaseUrl: 'https://issuer.example/?',
  infoBaseUrl: 'https://issuer.example/?',
  statusBaseUrl: 'https://issuer.example/status/lists/',
  country: { alpha2: 'XX', alpha3: 'XXX' },
  vaccineCodes: () => ({
    icd11Code: 'XM97T2',
    prophylaxis: 'COVID-19 vaccine, non-replicating viral vector',
  }),
};

export const verificationMethod = 'did:example:issuer#key-1';
export const at = Date.parse('2026-06-01T00:00:00Z');
const issuance = { certificateId: 'ZW7QD48VXF7XQXTV3', issuedAt: '2026-05-01T10:20:30.123Z' };

const keys: Record<SignatureAlgorithm, KeyObject> = {
  EdDSA: generateKeyPairSync('ed25519').privateKey,
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  PS256: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
};
const options = {
  EdDSA: {},
  ES256: { dsaEncoding: 'ieee-p1363' },
  PS256: { padding: 6, saltLength: 32 },
} as const;

export const publicKeyOf = (suite: CryptosuiteName): KeyObject =>
  createPublicKey(keys[cryptosuites[suite].algorithm]);
export const publicPemOf = (suite: CryptosuiteName): string =>
  publicKeyOf(suite).export({ type: 'spki', format: 'pem' }).toString();
export const privateKeyOf = (suite: CryptosuiteName): KeyObject => keys[cryptosuites[suite].algorithm];

export const trustFor = (suite: CryptosuiteName): TrustList => [
  { issuerName: 'Test issuer', verificationMethod, publicKey: publicPemOf(suite) },
];

export const signerFor = (suite: CryptosuiteName): Signer => {
  const { algorithm } = cryptosuites[suite];
  const digest = algorithm === 'EdDSA' ? null : 'sha256';
  return {
    algorithm,
    verificationMethod,
    sign: async (bytes) => sign(digest, bytes, { key: keys[algorithm], ...options[algorithm] }),
  };
};

export type Kind = 'domestic' | 'international' | 'test';
const files = { domestic: 'vaccination', international: 'vaccination-international', test: 'test' };

/** The unsigned credential of a sample event. */
export function unsigned(kind: Kind, suite: CryptosuiteName): JsonObject {
  const file = join(import.meta.dirname, '../../../examples', `${files[kind]}.json`);
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const setting = { now: at, timeZone: 'Asia/Kolkata' };
  const parsed = kind === 'test' ? parseTest(value, setting) : parseVaccination(value, kind, setting);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const event = parsed.value;
  if (cryptosuites[suite].dataModel === 'VC 2.0') return buildVc2(event, issuance, profile);
  return event.kind === 'test'
    ? buildDivocTest(event, issuance, profile)
    : buildDivocVaccination(event, issuance, profile);
}

/** The signed credential of a sample event. */
export const signed = (kind: Kind, suite: CryptosuiteName): Promise<JsonObject> =>
  issueProof(unsigned(kind, suite), cryptosuites[suite], signerFor(suite), issuance.issuedAt);
