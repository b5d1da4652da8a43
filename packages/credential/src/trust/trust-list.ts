import { importPublicKey } from '#public-key';
import type { PublicKey } from '../proofs/keys/public-key.ts';

/** A key whose signatures count. */
export interface TrustedKey {
  /** Whose key it is, in words for the person who verifies. */
  readonly issuerName: string;
  /** Whose key it is, for programs: keys with the same `issuer` are one issuer's. By default the name. */
  readonly issuer?: string;
  /** The `verificationMethod` that proofs name it by; without one it is tried for every proof. */
  readonly verificationMethod?: string;
  /** PEM (`BEGIN PUBLIC KEY`) or DER SubjectPublicKeyInfo. */
  readonly publicKey: string | Uint8Array;
  /** Only what was signed from then on counts, RFC 3339. */
  readonly validFrom?: string;
  /** Only what was signed before then counts, RFC 3339. */
  readonly validUntil?: string;
  /** The key was in other hands from then on: only what was signed before counts, RFC 3339. */
  readonly compromisedSince?: string;
  /** What it signs, where that is not W3C credentials; without it, whatever its kind of key can sign. */
  readonly document?: DocumentUse;
}

/** What an HCERT may hold, by the names of the formats. */
export const hcertCertificates = ['eu-dcc', 'who-ddcc', 'icvp'] as const;
export type HcertCertificate = (typeof hcertCertificates)[number];

/** The documents that a key signs, and how they name it. */
export type DocumentUse =
  | {
      readonly format: 'hcert';
      /** Base64 of 8 bytes: the COSE key id. */
      readonly keyId: string;
      /** Only certificates of these events (EU key usage); absent: of all. */
      readonly events?: readonly ('vaccination' | 'test' | 'recovery')[];
      /** ISO 3166-1 alpha-2 of the issuing country. */
      readonly country?: string;
      /**
       * When the signer's certificate ends, RFC 3339: what it signed ends with it. Lists of earlier versions lack it; the
       * key's own `validUntil` is no substitute, since a key may sign for a shorter time than its certificate counts.
       */
      readonly notAfter?: string;
      /** Only certificates of these formats; absent: of all. */
      readonly certificates?: readonly HcertCertificate[];
      /** Trust domain of WHO's network (GDHCN) that lists the key: `DCC`, `PH4H`. Told, not judged. */
      readonly domain?: string;
    }
  | {
      readonly format: 'shc';
      /** JWK thumbprint (RFC 7638). */
      readonly keyId: string;
      /** URL that cards name as `iss`. */
      readonly iss: string;
      /** Where the issuer publishes a card revocation list for the key: its version, as the key set announces it. */
      readonly crlVersion?: number;
    }
  | {
      readonly format: 'vds-nc';
      /** Base64 of the X.509 certificate (DER): of an authority (CSCA), or of the signer itself. */
      readonly certificate: string;
    };

/** The keys that a verifier trusts. */
export type TrustList = readonly TrustedKey[];

/** A key of a trust list, ready to verify with. */
export interface UsableKey {
  readonly entry: TrustedKey;
  readonly key: PublicKey;
}

/** Whose key an entry is, for programs. */
export const issuerOf = ({ issuer, issuerName }: TrustedKey): string => issuer ?? issuerName;

/**
 * The keys of a trust list that may have made a proof, imported. Keys of no known kind, and those of other documents, are
 * passed over.
 */
export async function keysFor(trust: TrustList, verificationMethod: string): Promise<UsableKey[]> {
  const found: UsableKey[] = [];
  for (const entry of trust) {
    if (entry.document !== undefined) continue;
    if (entry.verificationMethod !== undefined && entry.verificationMethod !== verificationMethod) continue;
    const key = await importedKey(entry);
    if (key) found.push({ entry, key });
  }
  return found;
}

/**
 * The keys of a trust list that may have signed a document, imported: those of the format that have the key id, and those
 * that somebody handed in without a name and without saying what they sign, where no other entry says it of the key.
 */
export async function keysOfDocuments(
  trust: TrustList,
  format: 'hcert' | 'shc',
  keyId: string,
): Promise<UsableKey[]> {
  const told = new Set(
    trust.flatMap((entry) => (entry.document?.format === format ? [entry.publicKey] : [])),
  );
  const found: UsableKey[] = [];
  for (const entry of trust) {
    const { document, publicKey, verificationMethod } = entry;
    const isCandidate = document
      ? document.format === format && document.keyId === keyId
      : verificationMethod === undefined && !told.has(publicKey);
    if (!isCandidate) continue;
    const key = await importedKey(entry);
    if (key) found.push({ entry, key });
  }
  return found;
}

/** Importing takes as long as verifying: each entry's key is imported once. */
const imported = new WeakMap<TrustedKey, Promise<PublicKey | undefined>>();

function importedKey(entry: TrustedKey): Promise<PublicKey | undefined> {
  let key = imported.get(entry);
  if (!key) {
    key = importPublicKey(entry.publicKey);
    imported.set(entry, key);
    // What it needs could not be loaded: the next time it may be there.
    key.catch(() => imported.delete(entry));
  }
  return key;
}
