import type { KeyObject } from 'node:crypto';
import type { Signer } from '@mohar/credential/proofs/signer.ts';
import * as asn1js from 'asn1js';
import { AlgorithmIdentifier, Attribute, createCMSECDSASignature, Extensions, PublicKeyInfo } from 'pkijs';
import { encodeName, type SubjectName } from './encode-name.ts';
import { keyUsage, signerUses } from './extensions.ts';
import { type CertificateProfile, type CertifiedUse, profiles, type UsageEvent } from './profiles.ts';

/** What is asked for. */
export interface RequestContent {
  readonly use: CertifiedUse;
  readonly name: SubjectName;
  /** HCERT: the events that the signer is to be limited to; empty: all. */
  readonly events: readonly UsageEvent[];
}

/** PKCS #9 (RFC 2985, section 5.4.2). */
const extensionRequest = '1.2.840.113549.1.9.14';

/** RFC 5758, section 3.2. */
const ecdsaWithSha256 = '1.2.840.10045.4.3.2';

/**
 * Asks an authority for a signer's certificate (PKCS #10, RFC 2986, section 4).
 *
 * @param publicKey P-256.
 * @param sign signs with its private half, ES256: it may be in a token.
 * @returns PEM.
 */
export async function writeCertificateRequest(
  { use, name, events }: RequestContent,
  publicKey: KeyObject,
  sign: Signer['sign'],
): Promise<string> {
  const profile: CertificateProfile = profiles[use];
  const extensions = [
    ...(profile.small ? [] : [keyUsage('digitalSignature')]),
    ...signerUses(profile, events),
  ];
  const attribute = new Attribute({
    type: extensionRequest,
    values: [new Extensions({ extensions }).toSchema()],
  });
  const information = new asn1js.Sequence({
    value: [
      new asn1js.Integer({ value: 0 }),
      encodeName(name).toSchema(),
      PublicKeyInfo.fromBER(publicKey.export({ type: 'spki', format: 'der' })).toSchema(),
      new asn1js.Constructed({ idBlock: { tagClass: 3, tagNumber: 0 }, value: [attribute.toSchema()] }),
    ],
  });
  const signature = new Uint8Array(await sign(new Uint8Array(information.toBER())));
  const request = new asn1js.Sequence({
    value: [
      information,
      new AlgorithmIdentifier({ algorithmId: ecdsaWithSha256 }).toSchema(),
      new asn1js.BitString({ valueHex: createCMSECDSASignature(signature.buffer) }),
    ],
  });
  const lines = Buffer.from(request.toBER())
    .toString('base64')
    .match(/.{1,64}/g);
  return [
    '-----BEGIN CERTIFICATE REQUEST-----',
    ...(lines ?? []),
    '-----END CERTIFICATE REQUEST-----',
    '',
  ].join('\n');
}
