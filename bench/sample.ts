import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CryptosuiteName, cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { createIssuer, type Issuer } from '@mohar/service/src/issuing/issuer.ts';
import { readEvent } from '@mohar/service/src/issuing/read-events.ts';
import { type SignedCertificate, signEvent } from '@mohar/service/src/issuing/sign-event.ts';
import { packNamed } from '@mohar/service/src/pack-named.ts';
import { importKey } from '@mohar/service/src/signing/key-store.ts';

const pack = packNamed('default');
const keys = {
  EdDSA: generateKeyPairSync('ed25519').privateKey,
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  PS256: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
};

export const suiteNames = Object.keys(cryptosuites) as CryptosuiteName[];

/** The private key that an issuer of {@link issuerFor} signs with. */
export const keyFor = (proof: CryptosuiteName) => keys[cryptosuites[proof].algorithm];

/** The default country's issuer with a fresh key. */
export const issuerFor = (proof: CryptosuiteName): Issuer =>
  createIssuer(pack, importKey(keyFor(proof).export({ type: 'pkcs8', format: 'pem' }).toString(), 'bench'), {
    proof,
  });

/** The sample vaccination, validated: as a domestic one, or with what an international one needs. */
export function sampleEvent(type: 'domestic' | 'international' = 'domestic') {
  const file = join(import.meta.dirname, '..', 'examples', 'vaccination.json');
  const parsed = readEvent(JSON.parse(readFileSync(file, 'utf8')), type, pack, Date.now(), '');
  if (!parsed.ok) throw new Error('The sample event is not valid.');
  return parsed.value;
}

/** Signs the sample event: a certificate with an id of its own. */
export async function certificateOf(
  event: ReturnType<typeof sampleEvent>,
  issuer: Issuer,
): Promise<SignedCertificate> {
  const signed = await signEvent(event, undefined, issuer, Date.now(), '');
  if (!signed.ok) throw new Error('The sample event cannot be signed.');
  return signed.value;
}
