import { createPublicKey } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import {
  type DocumentKey,
  documentKeys,
  insertDocumentKey,
  type NewDocumentKey,
} from '../../registry/document-keys.ts';
import { changingKeys } from '../../registry/signing-keys.ts';
import type { DocumentEvent, DocumentKeyUse, Tables } from '../../registry/tables.ts';
import { KeyError } from '../../signing/key-store.ts';
import type { Token } from '../../signing/pkcs11/token.ts';
import {
  type Authority,
  authorityFaults,
  createAuthority,
  unfitAuthority,
} from '../../signing/x509/authority.ts';
import { writeCertificateRequest } from '../../signing/x509/certificate-request.ts';
import type { SubjectName } from '../../signing/x509/encode-name.ts';
import type { CertifiedUse } from '../../signing/x509/profiles.ts';
import { readCertificate } from '../../signing/x509/read-certificate.ts';
import { certifySigner, signerPeriod } from '../../signing/x509/signer-certificate.ts';
import type { KeySetting } from '../key-sources.ts';
import { makeDocumentKeyPair } from './document-key-pair.ts';

/** What decides how document keys are kept, and where they are found. */
export type DocumentKeySetting = Pick<KeySetting, 'production' | 'sealing' | 'token'>;

/** A document key that is wanted. */
export interface WantedDocumentKey {
  readonly use: DocumentKeyUse;
  /** ISO 3166-1 alpha-2, for its certificate. */
  readonly country: string;
  /** Limits it to certificates of these events; empty: of all. */
  readonly events?: readonly DocumentEvent[];
  /** Who signs its certificate; absent: an authority made for it alone, for trying out. SMART Health Cards need none. */
  readonly authority?: Authority | undefined;
  /** When it begins to sign. */
  readonly from?: Date | undefined;
  /** Where it is made, never to leave it; absent: it is sealed. */
  readonly token?: Token | undefined;
}

/** Keys of SMART Health Cards have no certificate: the specification wants a new one every year or so. */
const cardKeyLife = 365 * 24 * 3_600_000;

/**
 * Makes a document key and registers it: it signs from then on, or from its time.
 *
 * @throws KeyError where there is nothing to seal it with, no authority in production, or one that may not certify it; TokenError.
 */
export async function createDocumentKey(
  db: Kysely<Tables>,
  wanted: WantedDocumentKey,
  setting: DocumentKeySetting,
  now: Date,
): Promise<DocumentKey> {
  const key = await newDocumentKey(wanted, setting, now);
  return changingKeys(db, (transaction) => register(transaction, key));
}

/**
 * Makes keys for trying out where the registry has none: for all uses, by one authority whose own key is forgotten. Any
 * number of processes may: it happens once. They are not made in a token, where they would remain.
 *
 * @param lacking uses that have no key, as of now.
 */
export const createDevelopmentKeys = (
  db: Kysely<Tables>,
  lacking: (keys: readonly DocumentKey[]) => readonly DocumentKeyUse[],
  country: string,
  setting: DocumentKeySetting,
  now: Date,
): Promise<void> =>
  changingKeys(db, async (transaction) => {
    const authority = await createAuthority({ country, commonName: 'Dev CSCA' }, now);
    for (const use of lacking(await documentKeys(transaction))) {
      const key = await newDocumentKey({ use, country, authority }, setting, now);
      await register(transaction, { ...key, development: true });
    }
  });

/**
 * Makes a document key whose certificate is to come from elsewhere, and registers it as requested.
 *
 * @param keep is given the request before the key is registered, since nobody can make the same again: where it throws,
 *   no key is registered.
 * @returns the key, and the request (PKCS #10, PEM) for its authority.
 * @throws KeyError where there is nothing to seal it with; TokenError; what `keep` throws.
 */
export async function requestDocumentKey(
  db: Kysely<Tables>,
  { use, country, events = [], token }: WantedDocumentKey & { readonly use: CertifiedUse },
  setting: DocumentKeySetting,
  now: Date,
  keep?: (request: string) => void,
): Promise<{ key: DocumentKey; request: string }> {
  const { key, sign } = await makeDocumentKeyPair(use, token, setting, now);
  const name = subjectOf(use, country, key.id);
  const request = await writeCertificateRequest({ use, name, events }, createPublicKey(key.publicKey), sign);
  keep?.(request);
  // What its certificate will let it sign, its authority decides.
  return { key: await changingKeys(db, (transaction) => register(transaction, key)), request };
}

/** What a signer is called: documents of ICAO carry the name, so it is short. */
const subjectOf = (use: CertifiedUse, country: string, id: string): SubjectName => ({
  country,
  commonName: use === 'vds-nc' ? id.slice(0, 4) : `DSC ${country} ${id.slice(0, 8)}`,
});

async function newDocumentKey(
  { use, country, events = [], authority: given, from: wantedFrom, token }: WantedDocumentKey,
  setting: DocumentKeySetting,
  now: Date,
): Promise<NewDocumentKey> {
  const from = wantedFrom ?? now;
  if (use === 'shc') {
    const { key } = await makeDocumentKeyPair(use, token, setting, now);
    const signsUntil = new Date(from.getTime() + cardKeyLife);
    return { ...key, window: { validFrom: from, signsUntil } };
  }
  if (!given && setting.production) {
    throw new KeyError(
      'A document key needs a certificate of the country’s authority: give --authority and --authority-key, or have it signed elsewhere (mohar keys dsc csr).',
    );
  }
  const authority = given ?? (await createAuthority({ country, commonName: 'Dev CSCA' }, now));
  // What does not fit is found before there is a key, which nobody would take out of a token again.
  const faults = authorityFaults(
    readCertificate(authority.certificate, 'The authority’s certificate'),
    country,
    now,
  );
  if (faults.length > 0) throw unfitAuthority(faults);
  signerPeriod(use, authority, from);
  const { key } = await makeDocumentKeyPair(use, token, setting, now);
  const certified = await certifySigner(
    { use, name: subjectOf(use, country, key.id), publicKey: createPublicKey(key.publicKey), events },
    authority,
    from,
  );
  return {
    ...key,
    development: key.development || !given,
    certificate: certified.certificate,
    authority: authority.certificate,
    events,
    window: {
      validFrom: certified.notBefore,
      signsUntil: certified.signsUntil,
      validUntil: certified.notAfter,
    },
  };
}

async function register(transaction: Transaction<Tables>, key: NewDocumentKey): Promise<DocumentKey> {
  await insertDocumentKey(transaction, key);
  const registered = (await documentKeys(transaction)).find(({ id }) => id === key.id);
  if (!registered) throw new Error('The key was registered a moment ago.');
  return registered;
}
