import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { BitString, Integer, OctetString, Utf8String } from 'asn1js';
import {
  AttributeTypeAndValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  Extension,
  ExtKeyUsage,
  RelativeDistinguishedNames,
  Time,
} from 'pkijs';

/** A certificate made with PKI.js; Mohar reads them with Node's OpenSSL. */
export interface MadeCertificate {
  readonly certificate: Certificate;
  readonly keys: CryptoKeyPair;
  /** PEM, SubjectPublicKeyInfo. */
  readonly publicPem: string;
  /** DER in base64. */
  readonly base64: string;
  /** Base64 of the first 8 bytes of its SHA-256. */
  readonly kid: string;
}

interface Wanted {
  readonly country?: string;
  readonly name: string;
  readonly from?: string;
  readonly until?: string;
  readonly isAuthority?: boolean;
  /** Extended key usages. */
  readonly usages?: readonly string[];
  /** First byte of the key usage: 0x80 digital signatures, 0x04 certificates. */
  readonly keyUsage?: number;
  /** Self-signed where there is none. */
  readonly by?: MadeCertificate;
  readonly curve?: string;
}

let serial = 1;

export async function makeCertificate({ by, curve = 'P-256', ...wanted }: Wanted): Promise<MadeCertificate> {
  const algorithm = { name: 'ECDSA', namedCurve: curve };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const identifier = await identifierOf(keys);
  const certificate = new Certificate({
    version: 2,
    serialNumber: new Integer({ value: serial++ }),
    subject: nameOf(wanted),
    notBefore: timeOf(wanted.from ?? '2026-01-01T00:00:00Z'),
    notAfter: timeOf(wanted.until ?? '2028-01-01T00:00:00Z'),
    extensions: [
      extension('2.5.29.19', new BasicConstraints({ cA: wanted.isAuthority ?? false }), true),
      ...(wanted.usages
        ? [extension('2.5.29.37', new ExtKeyUsage({ keyPurposes: [...wanted.usages] }))]
        : []),
      ...(wanted.keyUsage === undefined
        ? []
        : [extension('2.5.29.15', new BitString({ valueHex: Uint8Array.of(wanted.keyUsage).buffer }))]),
      extension(
        '2.5.29.35',
        new AuthorityKeyIdentifier({ keyIdentifier: await identifierOf(by?.keys ?? keys) }),
      ),
      extension('2.5.29.14', identifier),
    ],
  });
  certificate.issuer = by?.certificate.subject ?? certificate.subject;
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign(by?.keys.privateKey ?? keys.privateKey, 'SHA-256');
  const der = Buffer.from(certificate.toSchema(true).toBER());
  const kid = createHash('sha256').update(der).digest().subarray(0, 8).toString('base64');
  const spki = Buffer.from(await crypto.subtle.exportKey('spki', keys.publicKey));
  const publicPem = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    .export({ type: 'spki', format: 'pem' })
    .toString();
  return { certificate, keys, publicPem, base64: der.toString('base64'), kid };
}

const timeOf = (at: string) => new Time({ value: new Date(at) });

const nameOf = ({ country, name }: Wanted) =>
  new RelativeDistinguishedNames({
    typesAndValues: [
      ...(country ? [['2.5.4.6', country] as const] : []),
      ['2.5.4.10', 'Ministry of Health'] as const,
      ['2.5.4.3', name] as const,
    ].map(([type, value]) => new AttributeTypeAndValue({ type, value: new Utf8String({ value }) })),
  });

const extension = (
  extnID: string,
  value: { toSchema(): { toBER(): ArrayBuffer } } | { toBER(): ArrayBuffer },
  critical = false,
) =>
  new Extension({
    extnID,
    critical,
    extnValue: ('toSchema' in value ? value.toSchema() : value).toBER(),
  });

async function identifierOf({ publicKey }: CryptoKeyPair): Promise<OctetString> {
  const spki = await crypto.subtle.exportKey('spki', publicKey);
  return new OctetString({ valueHex: await crypto.subtle.digest('SHA-1', spki) });
}

export const makeAuthority = (country: string, more: Partial<Wanted> = {}): Promise<MadeCertificate> =>
  makeCertificate({
    country,
    name: `CSCA ${country}`,
    isAuthority: true,
    until: '2031-01-01T00:00:00Z',
    ...more,
  });

export const pemOf = ({ base64 }: MadeCertificate): string =>
  new X509Certificate(Buffer.from(base64, 'base64')).toString();

/** An entry of the EU gateway's list. */
export const gatewayEntry = (
  { base64, kid }: Pick<MadeCertificate, 'base64' | 'kid'>,
  country: string,
  certificateType: 'DSC' | 'CSCA' | 'UPLOAD' = 'DSC',
) => ({
  kid,
  timestamp: '2026-06-01T10:00:00+02:00',
  country,
  certificateType,
  thumbprint: createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex'),
  signature: 'MIIB',
  rawData: base64,
});

/** When the tests import. */
export const at = Date.parse('2026-11-20T12:00:00Z');
