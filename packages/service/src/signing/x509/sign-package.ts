import { createHash, type KeyObject } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  Attribute,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';
import { certifyingKey } from './certificate-keys.ts';
import { partsOf, type ReadCertificate } from './read-certificate.ts';

/** PKCS #9 (RFC 5652, section 11). */
const oids = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
} as const;

const digests = { 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' } as const;

/**
 * Signs content as gateways want uploads: CMS SignedData (RFC 5652) with the content and the signer's certificate inside.
 *
 * @param signer the certificate that the gateway knows the uploader by, and its private key.
 * @returns DER.
 */
export async function signPackage(
  content: Buffer,
  signer: { readonly certificate: ReadCertificate; readonly privateKey: KeyObject },
  now: Date,
): Promise<Buffer> {
  const { key, digest } = certifyingKey(signer.privateKey, 'The upload key');
  const certificate = partsOf(signer.certificate.der);
  const { issuer, serialNumber } = certificate;
  const attributes = [
    new Attribute({
      type: oids.contentType,
      values: [new asn1js.ObjectIdentifier({ value: ContentInfo.DATA })],
    }),
    new Attribute({ type: oids.signingTime, values: [new asn1js.UTCTime({ valueDate: now })] }),
    new Attribute({
      type: oids.messageDigest,
      values: [
        new asn1js.OctetString({
          valueHex: new Uint8Array(createHash(digests[digest]).update(content).digest()),
        }),
      ],
    }),
  ];
  const encapsulated = new EncapsulatedContentInfo({ eContentType: ContentInfo.DATA });
  // Set afterwards: the constructor would cut it into parts, which DER does not allow.
  encapsulated.eContent = new asn1js.OctetString({ valueHex: new Uint8Array(content) });
  const signed = new SignedData({
    version: 1,
    encapContentInfo: encapsulated,
    certificates: [certificate],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer, serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
      }),
    ],
  });
  await signed.sign(key, 0, digest);
  const info = new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: signed.toSchema(true) });
  return Buffer.from(info.toSchema().toBER());
}
