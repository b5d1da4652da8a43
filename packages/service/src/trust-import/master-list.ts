import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import { fromBER, OctetString, Sequence, Set as SetOf } from 'asn1js';
import { Certificate, ContentInfo, SignedData, type SignerInfo } from 'pkijs';
import { importCertificates } from './certificate-bundle.ts';
import { isIssuedBy } from './certificates.ts';
import { type ImportedList, TrustImportError } from './imported-list.ts';

/** Object identifiers of CMS (RFC 5652, RFC 4055, RFC 5754) and of ICAO's master lists. */
const signedData = '1.2.840.113549.1.7.2';
const masterListContent = '2.23.136.1.1.2';
const messageDigest = '1.2.840.113549.1.9.4';
const pss = '1.2.840.113549.1.1.10';
/** Extended key usage of who signs master lists (ICAO Doc 9303-12, table 7). */
const masterListSigner = '2.23.136.1.1.3';
const digests: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** ICAO's list of 536 authorities has some 60,000 elements. */
const maxNodes = 1_000_000;

/**
 * Reads a master list (ICAO Doc 9303, part 12, section 8): the authorities (CSCA) of many countries, signed by one country.
 * The signature must hold; whose it is, only `signedBy` tells.
 *
 * @param bytes CMS SignedData, DER.
 * @param at milliseconds since 1970.
 * @param signedBy the authority (PEM) whose signer must have signed the list.
 * @throws TrustImportError where it is no master list, or is not signed so.
 */
export async function importMasterList(
  bytes: Uint8Array,
  at: number,
  signedBy?: string,
): Promise<ImportedList> {
  const { content, signer, certificates } = readSignedData(bytes);
  const signerCertificate = certificates.find((one) => isSignedBy(content, signer, one));
  if (!signerCertificate)
    throw new TrustImportError('The master list is damaged: its signature does not hold.');
  if (signedBy !== undefined && !isIssuedBy(signerCertificate, authorityOf(signedBy)))
    throw new TrustImportError('The master list is not signed by a signer of the authority of --signed-by.');
  // The same authority has signers of passports and of seals: none of them may say whom to trust.
  if (signedBy !== undefined && !signerCertificate.keyUsage?.includes(masterListSigner))
    throw new TrustImportError(
      'The signer of the master list is not one for master lists, by its certificate.',
    );
  return importCertificates(certificatesIn(content), at);
}

/** How a master list begins: DER of a sequence, which no text begins with. */
export const isMasterList = (bytes: Uint8Array): boolean => bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80;

interface SignedContent {
  readonly content: Buffer;
  readonly signer: SignerInfo;
  readonly certificates: readonly X509Certificate[];
}

function readSignedData(bytes: Uint8Array): SignedContent {
  try {
    const info = new ContentInfo({ schema: fromBER(new Uint8Array(bytes), { maxNodes }).result });
    if (info.contentType !== signedData) throw new Error('not signed');
    const { encapContentInfo, signerInfos, certificates = [] } = new SignedData({ schema: info.content });
    const [signer] = signerInfos;
    if (encapContentInfo.eContentType !== masterListContent || !encapContentInfo.eContent || !signer)
      throw new Error('not a master list');
    return {
      content: Buffer.from(encapContentInfo.eContent.getValue()),
      signer,
      certificates: certificates
        .filter((one) => one instanceof Certificate)
        .map((one) => new X509Certificate(Buffer.from(one.toSchema().toBER()))),
    };
  } catch {
    throw new TrustImportError('It is not a master list (CMS SignedData with a CscaMasterList).');
  }
}

/** RFC 5652, section 5.4: what is signed are the attributes, one of which is the content's digest. */
function isSignedBy(
  content: Buffer,
  { digestAlgorithm, ...signer }: SignerInfo,
  by: X509Certificate,
): boolean {
  const digest = digests[digestAlgorithm.algorithmId];
  const attributes = signer.signedAttrs;
  if (digest === undefined || !attributes) return false;
  const named = attributes.attributes.find(({ type }) => type === messageDigest)?.values[0];
  if (!(named instanceof OctetString)) return false;
  if (!createHash(digest).update(content).digest().equals(Buffer.from(named.getValue()))) return false;
  try {
    const padding =
      signer.signatureAlgorithm.algorithmId === pss ? constants.RSA_PKCS1_PSS_PADDING : undefined;
    const key = { key: by.publicKey, ...(padding === undefined ? {} : { padding }) };
    const signed = Buffer.from(attributes.encodedValue);
    return verify(digest, signed, key, Buffer.from(signer.signature.getValue()));
  } catch {
    return false;
  }
}

/** `CscaMasterList ::= SEQUENCE { version INTEGER, certList SET OF Certificate }`: the certificates, DER in base64. */
function certificatesIn(content: Buffer): readonly string[] {
  const { result } = fromBER(content, { maxNodes });
  const list = result instanceof Sequence ? result.valueBlock.value[1] : undefined;
  if (!(list instanceof SetOf)) throw new TrustImportError('The master list has no list of certificates.');
  return list.valueBlock.value.map((one) => Buffer.from(one.valueBeforeDecodeView).toString('base64'));
}

function authorityOf(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new TrustImportError('--signed-by must be a certificate (PEM).');
  }
}
