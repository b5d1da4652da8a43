import { type KeyObject, X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import { Certificate, PrivateKeyUsagePeriod } from 'pkijs';
import { KeyError } from '../key-store.ts';
import { documentTypeList, eventsNamed, type UsageEvent } from './profiles.ts';

/** A certificate that was read: what decides whether a key signs documents with it. */
export interface ReadCertificate {
  readonly der: Buffer;
  readonly publicKey: KeyObject;
  /** The names, one attribute a line, as Node writes them. */
  readonly subject: string;
  readonly issuer: string;
  /** ISO 3166-1 alpha-2 of the subject, in capitals. */
  readonly country?: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly isAuthority: boolean;
  /** X.509 of version 1 has none. */
  readonly hasExtensions: boolean;
  /** Key usage (RFC 5280, section 4.2.1.3): digitalSignature, keyCertSign; undefined where the certificate has none. */
  readonly maySignDocuments?: boolean;
  readonly mayCertify?: boolean;
  readonly extendedKeyUsage: readonly string[];
  /** Events that the EU's key usages limit it to; empty: all. */
  readonly events: readonly UsageEvent[];
  /** ICAO's document types. */
  readonly documentTypes: readonly string[];
  /** The end of its private key's use. */
  readonly signsUntil?: Date;
  readonly subjectKeyIdentifier?: Buffer;
  /** Whether an authority's key signed it, and its names say so. */
  issuedBy(authority: ReadCertificate): boolean;
}

/**
 * Reads a certificate.
 *
 * @param content PEM or DER.
 * @param name how errors call it.
 * @throws KeyError where it cannot be read.
 */
export function readCertificate(content: Buffer, name: string): ReadCertificate {
  let x509: X509Certificate;
  let parsed: Certificate;
  try {
    x509 = new X509Certificate(content);
    parsed = Certificate.fromBER(x509.raw);
  } catch {
    throw new KeyError(`${name} is not an X.509 certificate in PEM or DER.`);
  }
  const extensionOf = (oid: string) => parsed.extensions?.find(({ extnID }) => extnID === oid);
  const usage = extensionOf('2.5.29.15')?.extnValue.valueBlock.valueHexView;
  const bits = usage && asn1js.fromBER(usage).result;
  const identifier = extensionOf('2.5.29.14')?.parsedValue;
  const extendedKeyUsage = (x509.keyUsage as readonly string[] | undefined) ?? [];
  const country = attributeOf(parsed, '2.5.4.6')?.toUpperCase();
  const period = extensionOf('2.5.29.16')?.parsedValue;
  const signsUntil = period instanceof PrivateKeyUsagePeriod ? period.notAfter : undefined;
  return {
    der: x509.raw,
    publicKey: x509.publicKey,
    subject: x509.subject,
    issuer: x509.issuer,
    ...(country === undefined ? {} : { country }),
    notBefore: x509.validFromDate,
    notAfter: x509.validToDate,
    isAuthority: x509.ca,
    hasExtensions: (parsed.extensions?.length ?? 0) > 0,
    ...(bits instanceof asn1js.BitString
      ? {
          maySignDocuments: hasBit(bits, keyUsageBits.digitalSignature),
          mayCertify: hasBit(bits, keyUsageBits.keyCertSign),
        }
      : {}),
    extendedKeyUsage,
    events: eventsNamed(extendedKeyUsage),
    documentTypes: documentTypesOf(extensionOf(documentTypeList)?.extnValue.valueBlock.valueHexView),
    ...(signsUntil ? { signsUntil } : {}),
    ...(identifier instanceof asn1js.OctetString
      ? { subjectKeyIdentifier: Buffer.from(identifier.valueBlock.valueHexView) }
      : {}),
    issuedBy: (authority) => {
      const issuer = new X509Certificate(authority.der);
      return x509.checkIssued(issuer) && x509.verify(issuer.publicKey);
    },
  };
}

/** The first octet of a key usage: its bit 0 is the highest. */
const keyUsageBits = { digitalSignature: 0x80, keyCertSign: 0x04 } as const;

const hasBit = ({ valueBlock }: asn1js.BitString, bit: number): boolean =>
  ((valueBlock.valueHexView[0] ?? 0) & bit) !== 0;

function attributeOf({ subject }: Certificate, oid: string): string | undefined {
  const value: unknown = subject.typesAndValues.find(({ type }) => type === oid)?.value.valueBlock.value;
  return typeof value === 'string' ? value : undefined;
}

function documentTypesOf(extension: Uint8Array | undefined): string[] {
  if (!extension) return [];
  const list = asn1js.fromBER(extension).result;
  const set = list instanceof asn1js.Sequence ? list.valueBlock.value[1] : undefined;
  if (!(set instanceof asn1js.Set)) return [];
  return set.valueBlock.value.flatMap((item) =>
    item instanceof asn1js.PrintableString ? [item.valueBlock.value] : [],
  );
}

/** A certificate that was read before, for the library that writes what refers to it. */
export const partsOf = (der: Buffer): Certificate => Certificate.fromBER(new Uint8Array(der));
