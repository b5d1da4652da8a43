import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CryptosuiteName, cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { createIssuer, type Issuer } from '@mohar/service/src/issuing/issuer.ts';
import { readEvent } from '@mohar/service/src/issuing/read-events.ts';
import { type SignedCertificate, signEvent } from '@mohar/service/src/issuing/sign-event.ts';
import { packNamed } from '@mohar/service/src/pack-named.ts';
import { importKey } from '@mohar/service/src/signing/key-store.ts';
import { vaccinationOf } from './load/people.ts';

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
  return validated(sample(), type);
}

const sample = () =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'examples', 'vaccination.json'), 'utf8'));

function validated(event: unknown, type: 'domestic' | 'international') {
  const parsed = readEvent(event as never, type, pack, Date.now(), '');
  if (!parsed.ok) throw new Error('The sample event is not valid.');
  return parsed.value;
}

/** The sample vaccination as if it were somebody else's, by a serial number; with the same lines on paper. */
export function eventOfSomebody(serial: number) {
  const known = sample();
  const { recipient, vaccination, ...others } = vaccinationOf(serial);
  const { dose, totalDoses } = known.vaccination;
  const { addressLine2 } = known.recipient.address;
  const event = {
    ...known,
    ...others,
    recipient: {
      ...recipient,
      identity: `did:in.gov.passport:Z${1_000_000 + serial}`,
      address: { ...recipient.address, addressLine2 },
    },
    vaccination: { ...vaccination, dose, totalDoses },
  };
  return validated(event, 'domestic');
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
