import { createPublicKey, type KeyObject } from 'node:crypto';
import { Attribute, CertificationRequest, Extensions, PublicKeyInfo } from 'pkijs';
import { certifyingKey } from './certificate-keys.ts';
import { encodeName, type SubjectName } from './encode-name.ts';
import { documentTypes, extendedKeyUsage, keyUsage } from './extensions.ts';
import { type CertificateProfile, type CertifiedUse, eventUsages, profiles } from './profiles.ts';

/** What is asked for. */
export interface RequestContent {
  readonly use: CertifiedUse;
  readonly name: SubjectName;
  /** HCERT: the events that the signer is to be limited to; empty: all. */
  readonly events: readonly (keyof typeof eventUsages)[];
}

/** PKCS #9 (RFC 2985, section 5.4.2). */
const extensionRequest = '1.2.840.113549.1.9.14';

/** Asks an authority for a signer's certificate (PKCS #10, RFC 2986). @returns PEM. */
export async function writeCertificateRequest(
  { use, name, events }: RequestContent,
  privateKey: KeyObject,
): Promise<string> {
  const profile: CertificateProfile = profiles[use];
  const usages = [...profile.extendedKeyUsage, ...events.map((event) => eventUsages[event])];
  const { key, digest } = certifyingKey(privateKey, 'The key');
  const extensions = [
    ...(profile.small ? [] : [keyUsage('digitalSignature')]),
    ...(usages.length > 0 ? [extendedKeyUsage(usages)] : []),
    ...(profile.documentTypes ? [documentTypes(profile.documentTypes)] : []),
  ];
  const request = new CertificationRequest({
    version: 0,
    subject: encodeName(name),
    attributes: [
      new Attribute({ type: extensionRequest, values: [new Extensions({ extensions }).toSchema()] }),
    ],
  });
  request.subjectPublicKeyInfo = PublicKeyInfo.fromBER(
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
  );
  await request.sign(key, digest);
  const lines = Buffer.from(request.toSchema(true).toBER())
    .toString('base64')
    .match(/.{1,64}/g);
  return [
    '-----BEGIN CERTIFICATE REQUEST-----',
    ...(lines ?? []),
    '-----END CERTIFICATE REQUEST-----',
    '',
  ].join('\n');
}
