import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { base58 } from '@scure/base';
import type { JsonObject } from '../../../src/json.ts';
import { type CryptosuiteName, cryptosuites } from '../../../src/proofs/cryptosuites.ts';
import { unpackDivocPayload } from '../../../src/qr/divoc-payload.ts';
import type { TrustList } from '../../../src/trust/trust-list.ts';
import { type Kind, signed, trustFor } from '../../sample-issuer.ts';

/** A genuine certificate, to be changed. */
export interface Payload {
  readonly name: string;
  /** The signed credential as it stands in the QR code. */
  readonly text: string;
  readonly credential: JsonObject;
  readonly trust: TrustList;
}

const payload = (name: string, text: string, trust: TrustList): Payload => ({
  name,
  text,
  credential: JSON.parse(text) as JsonObject,
  trust,
});

/** Mohar's own, of every kind and suite. */
export function ownPayloads(): Promise<Payload[]> {
  const suites = Object.keys(cryptosuites) as CryptosuiteName[];
  const kinds: Kind[] = ['domestic', 'international', 'test'];
  return Promise.all(
    suites.flatMap((suite) =>
      kinds.map(async (kind) =>
        payload(`${kind}, ${suite}`, JSON.stringify(await signed(kind, suite)), trustFor(suite)),
      ),
    ),
  );
}

const vectors = join(import.meta.dirname, '../../../../../test-vectors');
const read = (name: string) => readFileSync(join(vectors, name), 'utf8');

/** Those of other issuers that are in `test-vectors` with the key that signed them; none has a binding digest. */
export function foreignPayloads(): Payload[] {
  const issuers: Record<string, { name: string; publicKeyPem: string }> = JSON.parse(
    read('trust/divoc-issuers.json'),
  );
  const known = Object.entries(issuers).map(([verificationMethod, { name, publicKeyPem }]) => ({
    issuerName: name,
    verificationMethod,
    publicKey: publicKeyPem,
  }));
  const rsa: { keys: Record<string, string>; cases: { key: string; credential: JsonObject }[] } = JSON.parse(
    read('divoc/signed-credentials.json'),
  );
  const { divocTestEd25519 } = JSON.parse(read('divoc/keys.json'));
  const ed25519 = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    base58.decode(divocTestEd25519.publicKeyBase58),
  ]);
  return [
    ...rsa.cases.map(({ key, credential }) => {
      const own = rsa.keys[key];
      return payload(
        `RSA, ${key}`,
        JSON.stringify(credential),
        own ? [{ issuerName: key, publicKey: own }] : known,
      );
    }),
    payload('DIVOC, Ed25519', read('divoc/divoc-ed25519-signed.json').trim(), [
      { issuerName: 'DIVOC', publicKey: ed25519 },
    ]),
    payload('WHO, of India', unpackDivocPayload(read('gdhcn-validator/DIVOCQR1Contents.txt')), known),
  ];
}
