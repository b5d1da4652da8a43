import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import {
  type DocumentUse,
  issuerOf,
  type TrustedKey,
  type TrustList,
} from '@mohar/credential/trust/trust-list.ts';
import { eventsOf, hcertKeyId } from '../../trust-import/document-signer-key.ts';

/** Reads keys that somebody trusts, and knows them again. */
export interface GivenKeys {
  /**
   * A key: PEM or base64 DER of a public key or an X.509 certificate.
   *
   * @returns none where it is no key. A key of this installation comes back with all that is known of it. A certificate is
   *   a key for whatever its kind can sign, but for health certificates (HCERT) one that they name by its id and that
   *   signs only what its extended key usage allows; and for seals (VDS-NC) a signer's certificate, or an authority's.
   */
  read(text: string, name?: string): TrustList;
  /** All that were read. */
  readonly all: TrustList;
}

/** @param own the keys of this installation. */
export function openGivenKeys(own: TrustList): GivenKeys {
  const known = Map.groupBy(own, (entry) => spkiOf(String(entry.publicKey))?.hex);
  const held = new Map<string, TrustList>();
  return {
    read: (text, name) => {
      const found = held.get(text) ?? keysFrom(text, name, known);
      held.set(text, found);
      return found;
    },
    get all() {
      return [...new Set([...held.values()].flat())];
    },
  };
}

function keysFrom(
  text: string,
  name: string | undefined,
  known: ReadonlyMap<string | undefined, TrustList>,
): TrustList {
  const found = spkiOf(text);
  if (!found) return [];
  const { hex, pem, certificate } = found;
  const mine = known.get(hex);
  if (mine) return mine;
  const id = createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex').slice(0, 16);
  const key: TrustedKey = {
    issuer: `key:${id}`,
    issuerName: name ?? subjectOf(certificate) ?? `the key ${id}`,
    publicKey: pem,
    // Whoever trusts a certificate has judged when it began; what was signed after its end counts for nothing.
    ...(certificate ? { validUntil: new Date(certificate.validTo).toISOString() } : {}),
  };
  if (!certificate) return [key];
  // A seal lives as long as its signer's certificate, whenever it was signed: that is judged by the certificate.
  const { validUntil: _, ...lasting } = key;
  return [
    key,
    { ...key, document: healthCertificatesOf(certificate) },
    { ...lasting, document: { format: 'vds-nc', certificate: certificate.raw.toString('base64') } },
  ];
}

/** How health certificates (HCERT) name a certificate's key, and which of them it may sign. */
function healthCertificatesOf(certificate: X509Certificate): DocumentUse {
  const events = eventsOf(certificate);
  return {
    format: 'hcert',
    keyId: hcertKeyId(certificate),
    ...(events ? { events } : {}),
    notAfter: new Date(certificate.validTo).toISOString(),
  };
}

function spkiOf(text: string): { hex: string; pem: string; certificate?: X509Certificate } | undefined {
  const source = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64');
  const certificate = attempt(() => new X509Certificate(source));
  const key =
    certificate?.publicKey ??
    attempt(() =>
      typeof source === 'string'
        ? createPublicKey(source)
        : createPublicKey({ key: source, format: 'der', type: 'spki' }),
    );
  if (!key) return undefined;
  const hex = attempt(() => exported(key, 'der').toString('hex'));
  if (hex === undefined) return undefined;
  return { hex, pem: exported(key, 'pem').toString(), ...(certificate ? { certificate } : {}) };
}

const exported = (key: KeyObject, format: 'der' | 'pem'): Buffer | string =>
  format === 'der' ? key.export({ type: 'spki', format }) : key.export({ type: 'spki', format });

/** The organisation or common name that a certificate is for. */
const subjectOf = (certificate: X509Certificate | undefined): string | undefined =>
  /^(?:O|CN)=(.+)$/m.exec(certificate?.subject ?? '')?.[1];

function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Two lists as one; what the first says of a key counts. */
export const joined = (first: TrustList, second: TrustList): TrustList => {
  const named = new Set(first.map((key) => `${issuerOf(key)} ${key.verificationMethod}`));
  return [...first, ...second.filter((key) => !named.has(`${issuerOf(key)} ${key.verificationMethod}`))];
};
