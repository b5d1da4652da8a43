import type { Kysely } from 'kysely';
import {
  certifyDocumentKey,
  type DocumentKey,
  documentKeys,
  type KeyWindow,
} from '../../registry/document-keys.ts';
import { changingKeys } from '../../registry/signing-keys.ts';
import type { DocumentEvent, Tables } from '../../registry/tables.ts';
import { KeyError } from '../../signing/key-store.ts';
import { authorityFaults, unfitAuthority } from '../../signing/x509/authority.ts';
import { type CertifiedUse, profiles, sealSignerUsage } from '../../signing/x509/profiles.ts';
import { type ReadCertificate, readCertificate } from '../../signing/x509/read-certificate.ts';
import { signingEnd } from '../../signing/x509/signing-period.ts';

/** A certificate that came back from an authority. */
export interface ReceivedCertificate {
  /** PEM or DER. */
  readonly certificate: Buffer;
  /** Of the authority, PEM or DER; without it, nothing is known of who signed. */
  readonly authority?: Buffer | undefined;
  /** ISO 3166-1 alpha-2: what the certificate must name. */
  readonly country: string;
}

const day = 24 * 3_600_000;

/** ICAO's document types, and what Mohar signs with each. */
const documentTypes: Readonly<Record<string, DocumentEvent>> = { NV: 'vaccination', NT: 'test' };

/**
 * Gives a requested key the certificate that its authority made for it: it signs from the certificate's beginning on.
 *
 * @throws KeyError where no requested key is this certificate's, or it is not one that documents can be signed with: says
 *   what is wrong with it.
 */
export async function certifyRequestedKey(
  db: Kysely<Tables>,
  received: ReceivedCertificate,
  now: Date,
): Promise<DocumentKey> {
  const read = readCertificate(received.certificate, 'The certificate');
  const authority = received.authority && readCertificate(received.authority, 'The authority’s certificate');
  return changingKeys(db, async (transaction) => {
    const pem = read.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const key = (await documentKeys(transaction)).find(({ publicKey }) => publicKey === pem);
    if (!key) {
      throw new KeyError(
        'No key of the registry is the certificate’s: it was requested elsewhere, or for another key. mohar keys dsc list shows what was requested here.',
      );
    }
    if (key.state !== 'requested') {
      throw new KeyError(
        `Document key ${key.id} is ${key.state} already: a new certificate needs a new key (mohar keys dsc csr).`,
      );
    }
    const use = key.use as CertifiedUse;
    assertFits(read, use, received.country, now);
    if (authority) assertIssuedBy(read, authority, received.country, now);
    const found = {
      certificate: read.der,
      authority: authority?.der,
      events: eventsOf(read, use),
      window: windowOf(read, use),
    };
    if (!(await certifyDocumentKey(transaction, key.id, found)))
      throw new Error('The key was requested a moment ago.');
    const certified = (await documentKeys(transaction)).find(({ id }) => id === key.id);
    if (!certified) throw new Error('The key was there a moment ago.');
    return certified;
  });
}

function assertFits(read: ReadCertificate, use: CertifiedUse, country: string, now: Date): void {
  const faults: string[] = [];
  if (read.isAuthority) faults.push('it is an authority’s, which signs no documents');
  faults.push(...windowFaults(read, use, now));
  if (read.country !== country.toUpperCase())
    faults.push(`its subject names the country ${read.country ?? '(none)'}, not ${country}`);
  if (!read.hasExtensions) faults.push(noExtensions);
  else if (read.maySignDocuments === false) faults.push('its key usage lacks digitalSignature');
  // A seal's certificate travels in every code, and ICAO's profile leaves it out.
  else if (read.maySignDocuments === undefined && use === 'hcert')
    faults.push('it has no key usage, and has to have digitalSignature');
  const { extendedKeyUsage: usages } = read;
  if (use === 'vds-nc' && !usages.includes(sealSignerUsage))
    faults.push(`its extended key usage lacks ${sealSignerUsage} (signer of ICAO’s seals)`);
  if (use === 'vds-nc' && !read.documentTypes.some((type) => Object.hasOwn(documentTypes, type)))
    faults.push('its list of document types (2.23.136.1.1.6.2) names neither NV (vaccination) nor NT (test)');
  if (use === 'hcert' && usages.length > 0 && read.events.length === 0)
    faults.push(`its extended key usage is for something else: ${usages.join(', ')}`);
  if (faults.length > 0)
    throw new KeyError(`The certificate cannot be used for ${use}: ${faults.join('; ')}.`);
}

/** `openssl x509 -req` and `openssl ca` leave out what a request asks for, unless they are told otherwise. */
const noExtensions =
  'it has no extensions, and has to have those that the request asks for: have it made anew from the same request (openssl x509 -req -copy_extensions copy; in the configuration of openssl ca, copy_extensions = copy)';

/** Why its key would never sign. */
function windowFaults(read: ReadCertificate, use: CertifiedUse, now: Date): string[] {
  const { notBefore, notAfter, signsUntil } = read;
  if (notAfter <= now) return [`it ended on ${notAfter.toISOString()}`];
  if (signsUntil && signsUntil <= now) return [`its key’s usage period ended on ${signsUntil.toISOString()}`];
  const begin = Math.max(notBefore.getTime(), now.getTime());
  if (signingEnd(use, read).getTime() > begin) return [];
  const { documentsLive, signsFor } = profiles[use];
  const right = new Date(begin + signsFor + documentsLive).toISOString();
  return [
    `it ends on ${notAfter.toISOString()}, and what is signed with it has to count for ${documentsLive / day} days: ask for one that is valid until ${right}`,
  ];
}

function assertIssuedBy(read: ReadCertificate, authority: ReadCertificate, country: string, now: Date): void {
  const faults = authorityFaults(authority, country, now);
  if (authority.notAfter < read.notAfter || authority.notBefore > read.notBefore)
    faults.push('it is not valid for as long as the certificate that it signed');
  if (!read.issuedBy(authority))
    faults.push('its key did not sign the certificate, or their names do not match');
  if (faults.length > 0) throw unfitAuthority(faults);
}

/** What its key usages or document types let it sign; empty: all. */
function eventsOf(
  { events, documentTypes: types }: ReadCertificate,
  use: CertifiedUse,
): readonly DocumentEvent[] {
  if (use === 'hcert') return events.length === 3 ? [] : events;
  const named = Object.entries(documentTypes).flatMap(([type, event]) =>
    types.includes(type) ? [event] : [],
  );
  return named.length === 2 ? [] : named;
}

const windowOf = (read: ReadCertificate, use: CertifiedUse): KeyWindow => ({
  validFrom: read.notBefore,
  signsUntil: signingEnd(use, read),
  validUntil: read.notAfter,
});
