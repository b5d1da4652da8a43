import {
  contextTag,
  type DerElement,
  DerSequence,
  elementsOf,
  notDer,
  objectIdentifierOf,
  readDer,
  smallIntegerOf,
  tags,
  textOf,
} from './der.ts';

/** What a certificate's extensions say (RFC 5280, section 4.2; ICAO Doc 9303-12, section 7.1). */
export interface CertificateExtensions {
  /** Basic constraints: it may sign certificates. */
  readonly isAuthority: boolean;
  /** How many authorities may stand below it; undefined: any number. */
  readonly pathLength: number | undefined;
  /** Undefined: not restricted. */
  readonly keyUsage: { readonly digitalSignature: boolean; readonly keyCertSign: boolean } | undefined;
  /** Object identifiers in dots; undefined: not restricted. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** ICAO document types that it may sign, `NV` or `P` for instance; undefined: not restricted. */
  readonly documentTypes: readonly string[] | undefined;
  readonly subjectKeyId: Uint8Array | undefined;
  readonly authorityKeyId: Uint8Array | undefined;
  /** Critical extensions that are not read here: who meets one must refuse the certificate. */
  readonly unknownCritical: readonly string[];
}

/** Two of these have no say in whether a signature counts here, and are no reason to refuse either. */
const identifiers = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  privateKeyUsagePeriod: '2.5.29.16',
  basicConstraints: '2.5.29.19',
  certificatePolicies: '2.5.29.32',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  documentTypeList: '2.23.136.1.1.6.2',
} as const;

/**
 * Reads the extensions.
 *
 * @param element the `[3]` of a TBSCertificate; undefined for a certificate without any.
 * @throws UnreadablePayloadError where they are not written as they must be, or one stands there twice.
 */
export function extensionsOf(element: DerElement | undefined): CertificateExtensions {
  const values = new Map<string, { critical: boolean; value: Uint8Array }>();
  const list = element ? elementsOf(readDer(element.content, tags.sequence).content) : [];
  for (const { content } of list) {
    const parts = new DerSequence(content);
    const identifier = objectIdentifierOf(parts.take(tags.objectIdentifier));
    const critical = parts.takeIf(tags.boolean)?.content[0] === 0xff;
    const value = parts.take(tags.octetString).content;
    parts.end();
    if (values.has(identifier)) throw notDer();
    values.set(identifier, { critical, value });
  }
  const valueBy = (identifier: string) => values.get(identifier)?.value;
  const known: readonly string[] = Object.values(identifiers);
  return {
    ...basicConstraintsOf(valueBy(identifiers.basicConstraints)),
    keyUsage: keyUsageOf(valueBy(identifiers.keyUsage)),
    extendedKeyUsage: extendedKeyUsageOf(valueBy(identifiers.extendedKeyUsage)),
    documentTypes: documentTypesOf(valueBy(identifiers.documentTypeList)),
    subjectKeyId: subjectKeyIdOf(valueBy(identifiers.subjectKeyId)),
    authorityKeyId: authorityKeyIdOf(valueBy(identifiers.authorityKeyId)),
    unknownCritical: [...values].flatMap(([identifier, { critical }]) =>
      critical && !known.includes(identifier) ? [identifier] : [],
    ),
  };
}

function basicConstraintsOf(
  value: Uint8Array | undefined,
): Pick<CertificateExtensions, 'isAuthority' | 'pathLength'> {
  if (!value) return { isAuthority: false, pathLength: undefined };
  const parts = new DerSequence(readDer(value, tags.sequence).content);
  const isAuthority = parts.takeIf(tags.boolean)?.content[0] === 0xff;
  const pathLength = parts.takeIf(tags.integer);
  parts.end();
  return { isAuthority, pathLength: pathLength && smallIntegerOf(pathLength) };
}

function keyUsageOf(value: Uint8Array | undefined): CertificateExtensions['keyUsage'] {
  if (!value) return undefined;
  const bits = readDer(value, tags.bitString).content[1] ?? 0;
  return { digitalSignature: (bits & 0x80) !== 0, keyCertSign: (bits & 0x04) !== 0 };
}

const extendedKeyUsageOf = (value: Uint8Array | undefined): readonly string[] | undefined =>
  value && elementsOf(readDer(value, tags.sequence).content).map(objectIdentifierOf);

/** `DocumentTypeList ::= SEQUENCE { version INTEGER, docTypeList SET OF PrintableString }`, ICAO's own extension. */
function documentTypesOf(value: Uint8Array | undefined): readonly string[] | undefined {
  if (!value) return undefined;
  const parts = new DerSequence(readDer(value, tags.sequence).content);
  parts.take(tags.integer);
  const types = elementsOf(parts.take(tags.set).content).map(textOf);
  return types.filter((type) => type !== undefined);
}

const subjectKeyIdOf = (value: Uint8Array | undefined): Uint8Array | undefined =>
  value && readDer(value, tags.octetString).content;

const authorityKeyIdOf = (value: Uint8Array | undefined): Uint8Array | undefined =>
  value && new DerSequence(readDer(value, tags.sequence).content).takeIf(contextTag(0, false))?.content;
