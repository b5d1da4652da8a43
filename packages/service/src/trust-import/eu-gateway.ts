import { createPublicKey, verify, type X509Certificate } from 'node:crypto';
import { readCertificate } from './certificates.ts';
import { countryOf } from './country-issuer.ts';
import { documentSignerKey } from './document-signer-key.ts';
import { type ImportedList, importEach, TrustImportError, UnfitEntryError } from './imported-list.ts';

interface ListedCertificate {
  readonly kid?: string;
  readonly country: string;
  readonly certificateType: string;
  readonly rawData: string;
}

/**
 * Reads the EU's list of document signers: as its gateway hands it to national backends (`GET /trustList`: a JSON array),
 * or as Germany redistributes it (`{"certificates": […]}`, after its signature in base64).
 *
 * Where the list has authorities (CSCA), each signer must be signed by one of its country's.
 *
 * @param at milliseconds since 1970.
 * @param signedBy the public key (PEM) that must have signed a list of Germany's form: ECDSA with SHA-256.
 * @throws TrustImportError where it is no such list, or is not signed so.
 */
export async function importEuList(text: string, at: number, signedBy?: string): Promise<ImportedList> {
  const entries = entriesOf(unsigned(text, signedBy));
  if (!entries.some(({ certificateType }) => certificateType === 'DSC'))
    return {
      keys: [],
      rejected: entries.map((entry) => ({
        what: nameOf(entry),
        why: `it is of the type ${entry.certificateType}, and only signers (DSC) are trusted: authorities (CSCA) vouch for those of the same list`,
      })),
    };
  const authorities = authoritiesByCountry(entries);
  return importEach(
    entries.filter(({ certificateType }) => certificateType === 'DSC'),
    nameOf,
    ({ country, kid, rawData }) => {
      const certificate = readCertificate(rawData);
      if (countryOf(certificate) !== country)
        throw new UnfitEntryError(`its certificate is of another country, ${countryOf(certificate)}`);
      return documentSignerKey(
        { certificate, country, keyId: kid, authorities: authorities && (authorities.get(country) ?? []) },
        at,
      );
    },
  );
}

const nameOf = ({ country, kid }: ListedCertificate) => `${country} ${kid ?? 'without a key id'}`;

/** By country; undefined where the list has none. */
function authoritiesByCountry(entries: readonly ListedCertificate[]) {
  const found = new Map<string, X509Certificate[]>();
  for (const { certificateType, country, rawData } of entries) {
    if (certificateType !== 'CSCA') continue;
    try {
      found.set(country, [...(found.get(country) ?? []), readCertificate(rawData)]);
    } catch {
      // Its signers are rejected, each by name.
      found.set(country, found.get(country) ?? []);
    }
  }
  return found.size === 0 ? undefined : found;
}

/** The JSON of a list, without the signature before it. */
function unsigned(text: string, signedBy: string | undefined): string {
  const start = text.search(/[[{]/);
  const json = start < 0 ? '' : text.slice(start);
  if (signedBy === undefined) return json;
  const signature = Buffer.from(text.slice(0, Math.max(start, 0)), 'base64');
  // What is signed has no white space around it; the file may.
  if (!isSigned(Buffer.from(json.trimEnd()), signature, signedBy))
    throw new TrustImportError('The list is not signed by the key of --signed-by.');
  return json;
}

function isSigned(content: Buffer, signature: Buffer, pem: string): boolean {
  try {
    // r and s side by side, or as ASN.1.
    const dsaEncoding = signature.length === 64 ? 'ieee-p1363' : 'der';
    return verify('sha256', content, { key: createPublicKey(pem), dsaEncoding }, signature);
  } catch {
    return false;
  }
}

function entriesOf(json: string): readonly ListedCertificate[] {
  let found: unknown;
  try {
    found = JSON.parse(json);
  } catch {
    throw notAList();
  }
  const list = Array.isArray(found) ? found : (found as { certificates?: unknown } | null)?.certificates;
  if (!Array.isArray(list) || !list.every(isListedCertificate)) throw notAList();
  return list;
}

const notAList = () =>
  new TrustImportError(
    'It is not a list of the EU gateway: JSON, certificates each with country, certificateType and rawData.',
  );

function isListedCertificate(entry: unknown): entry is ListedCertificate {
  const { kid, country, certificateType, rawData } = (entry ?? {}) as Record<string, unknown>;
  return (
    typeof country === 'string' &&
    /^[A-Z]{2}$/.test(country) &&
    typeof certificateType === 'string' &&
    typeof rawData === 'string' &&
    (kid === undefined || kid === null || typeof kid === 'string')
  );
}
