import { type KeyObject, randomBytes } from 'node:crypto';
import * as asn1js from 'asn1js';
import { Certificate, type Extension, PublicKeyInfo, type RelativeDistinguishedNames, Time } from 'pkijs';
import type { CertifyingKey } from './certificate-keys.ts';

/** What a certificate says. */
export interface CertificateContent {
  readonly subject: RelativeDistinguishedNames;
  readonly issuer: RelativeDistinguishedNames;
  readonly publicKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly Extension[];
}

/** Signs a certificate (X.509 v3). @returns DER. */
export async function writeCertificate(
  content: CertificateContent,
  { key, digest }: CertifyingKey,
): Promise<Buffer> {
  const certificate = new Certificate({
    version: 2,
    serialNumber: new asn1js.Integer({ valueHex: serialNumber() }),
    issuer: content.issuer,
    subject: content.subject,
    notBefore: timeOf(content.notBefore),
    notAfter: timeOf(content.notAfter),
    extensions: [...content.extensions],
  });
  certificate.subjectPublicKeyInfo = PublicKeyInfo.fromBER(
    content.publicKey.export({ type: 'spki', format: 'der' }),
  );
  await certificate.sign(key, digest);
  return Buffer.from(certificate.toSchema(true).toBER());
}

/** 62 random bits, positive, always of eight bytes. */
function serialNumber(): Buffer {
  const serial = randomBytes(8);
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  return serial;
}

/** RFC 5280, section 4.1.2.5: UTCTime through 2049, then GeneralizedTime. */
const timeOf = (value: Date): Time => new Time({ type: value.getUTCFullYear() < 2050 ? 0 : 1, value });
