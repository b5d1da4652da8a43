import type { HcertCertificate, TrustedKey } from '@mohar/credential/trust/trust-list.ts';
import type { TrustedSourceKind } from '../registry/tables.ts';
import { importBundle } from './certificate-bundle.ts';
import { importEuList } from './eu-gateway.ts';
import { importGdhcnLists } from './gdhcn.ts';
import { type ImportedList, TrustImportError } from './imported-list.ts';
import { importMasterList, isMasterList } from './master-list.ts';
import { type CardIssuer, importCardIssuers } from './shc-directory.ts';

/** What the importer cannot know from the files. */
export interface ImportOptions {
  /** Time of importing, milliseconds since 1970: what has ended by then is left out. */
  readonly at: number;
  /**
   * PEM: who must have signed the list. For Germany's list a public key, for a master list the authority. What carries no
   * signature is refused then.
   */
  readonly signedBy?: string | undefined;
  /** Which health certificates its signers may sign; absent: all. */
  readonly certificates?: readonly HcertCertificate[] | undefined;
  /** Whose key set and card revocation lists they are, where they are one issuer's of SMART Health Cards. */
  readonly cardIssuer?: CardIssuer | undefined;
}

/**
 * Reads published lists of other issuers' keys.
 *
 * @param files of one list; more than one only where it comes in several (GDHCN: signers and authorities; SMART Health
 *   Cards: keys and lists of revoked cards).
 * @throws TrustImportError where they are not of this kind, or not signed as is demanded.
 */
export async function importTrust(
  kind: TrustedSourceKind,
  files: readonly Uint8Array[],
  options: ImportOptions,
): Promise<ImportedList> {
  const list = await readList(kind, files, options);
  return { ...list, keys: list.keys.map((key) => limitedTo(options.certificates, key)) };
}

/** Keys of other documents than health certificates are as they were. */
function limitedTo(certificates: ImportOptions['certificates'], key: TrustedKey): TrustedKey {
  if (certificates === undefined || key.document?.format !== 'hcert') return key;
  return { ...key, document: { ...key.document, certificates } };
}

async function readList(
  kind: TrustedSourceKind,
  files: readonly Uint8Array[],
  { at, signedBy, cardIssuer }: ImportOptions,
): Promise<ImportedList> {
  const texts = files.map((file) => Buffer.from(file).toString('utf8'));
  const [file = new Uint8Array(), ...more] = files;
  const [text = ''] = texts;
  if (signedBy !== undefined && !(kind === 'eu' || (kind === 'pem' && files.every(isMasterList))))
    throw new TrustImportError(
      'It carries no signature that --signed-by could check: of the kinds that are imported, Germany’s list (eu) and master lists (pem, CMS) do.',
    );
  if (kind === 'gdhcn') return importGdhcnLists(texts, at);
  if (kind === 'shc') return importCardIssuers(texts, at, cardIssuer);
  if (more.length > 0)
    throw new TrustImportError('A list of this kind is one file: import others under names of their own.');
  if (kind === 'eu') return importEuList(text, at, signedBy);
  return isMasterList(file) ? importMasterList(file, at, signedBy) : importBundle(text, at);
}
