import { createHash, type KeyObject } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  Extension,
  ExtKeyUsage,
  PrivateKeyUsagePeriod,
  PublicKeyInfo,
} from 'pkijs';
import { type CertificateProfile, documentTypeList, eventUsages, type UsageEvent } from './profiles.ts';

const oids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  privateKeyUsagePeriod: '2.5.29.16',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

/** Bits of the key usage (RFC 5280, section 4.2.1.3): the octet, and how many of its bits are not used. */
const keyUsages = {
  digitalSignature: { octet: 0x80, unused: 7 },
  /** keyCertSign and cRLSign. */
  authority: { octet: 0x06, unused: 1 },
} as const;

const extension = (extnID: string, critical: boolean, value: { toBER(): ArrayBuffer }): Extension =>
  new Extension({ extnID, critical, extnValue: value.toBER() });

/**
 * The identifier of a key: the second method of RFC 5280, section 4.2.1.2, which gives 8 bytes instead of 20. Certificates
 * that travel in QR codes carry their authority's.
 */
export function keyIdentifier(publicKey: KeyObject): Buffer {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const bits = PublicKeyInfo.fromBER(spki).subjectPublicKey.valueBlock.valueHexView;
  const identifier = createHash('sha1').update(bits).digest().subarray(-8);
  identifier[0] = 0x40 | ((identifier[0] ?? 0) & 0x0f);
  return identifier;
}

export const subjectKeyIdentifier = (publicKey: KeyObject): Extension =>
  extension(oids.subjectKeyIdentifier, false, new asn1js.OctetString({ valueHex: keyIdentifier(publicKey) }));

/** @param identifier the subject key identifier of the authority's certificate. */
export const authorityKeyIdentifier = (identifier: Uint8Array): Extension =>
  extension(
    oids.authorityKeyIdentifier,
    false,
    new AuthorityKeyIdentifier({
      keyIdentifier: new asn1js.OctetString({ valueHex: new Uint8Array(identifier) }),
    }).toSchema(),
  );

export function keyUsage(use: keyof typeof keyUsages): Extension {
  const { octet, unused } = keyUsages[use];
  return extension(
    oids.keyUsage,
    true,
    new asn1js.BitString({ valueHex: new Uint8Array([octet]), unusedBits: unused }),
  );
}

/** An authority that signs signers, and no further authorities. */
export const authorityConstraints = (): Extension =>
  extension(oids.basicConstraints, true, new BasicConstraints({ cA: true, pathLenConstraint: 0 }).toSchema());

export const extendedKeyUsage = (usages: readonly string[]): Extension =>
  extension(oids.extendedKeyUsage, false, new ExtKeyUsage({ keyPurposes: [...usages] }).toSchema());

/** Until when the private key signs; the certificate is valid for longer. */
export const privateKeyUsage = (notBefore: Date, notAfter: Date): Extension =>
  extension(oids.privateKeyUsagePeriod, false, new PrivateKeyUsagePeriod({ notBefore, notAfter }).toSchema());

/** ICAO Doc 9303-12: `DocumentTypeListSyntax ::= SEQUENCE { version INTEGER, docTypeList SET OF PrintableString }`. */
export const documentTypes = (types: readonly string[]): Extension =>
  extension(
    documentTypeList,
    false,
    new asn1js.Sequence({
      value: [
        new asn1js.Integer({ value: 0 }),
        // DER: the members of a set in the order of their bytes.
        new asn1js.Set({ value: [...types].sort().map((value) => new asn1js.PrintableString({ value })) }),
      ],
    }),
  );

/**
 * What a signer may sign: its profile's key usages and document types, and the events that it is limited to (empty: all).
 */
export function signerUses(profile: CertificateProfile, events: readonly UsageEvent[]): Extension[] {
  const usages = [...profile.extendedKeyUsage, ...events.map((event) => eventUsages[event])];
  return [
    ...(usages.length > 0 ? [extendedKeyUsage(usages)] : []),
    ...(profile.documentTypes ? [documentTypes(profile.documentTypes)] : []),
  ];
}
