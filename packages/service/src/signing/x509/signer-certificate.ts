import type { KeyObject } from 'node:crypto';
import type { Extension } from 'pkijs';
import { KeyError } from '../key-store.ts';
import type { Authority } from './authority.ts';
import { certifyingKey } from './certificate-keys.ts';
import { encodeName, type SubjectName } from './encode-name.ts';
import {
  authorityKeyIdentifier,
  documentTypes,
  extendedKeyUsage,
  keyUsage,
  privateKeyUsage,
  subjectKeyIdentifier,
} from './extensions.ts';
import { type CertificateProfile, type CertifiedUse, eventUsages, profiles } from './profiles.ts';
import { partsOf, readCertificate } from './read-certificate.ts';
import { writeCertificate } from './write-certificate.ts';

/** A signer that wants a certificate. */
export interface SignerToCertify {
  readonly use: CertifiedUse;
  readonly name: SubjectName;
  readonly publicKey: KeyObject;
  /** HCERT: limits it to certificates of these events; empty: of all. */
  readonly events: readonly (keyof typeof eventUsages)[];
}

/** When a signer's certificate is valid, and until when its key signs. */
export interface SignerPeriod {
  readonly notBefore: Date;
  readonly signsUntil: Date;
  readonly notAfter: Date;
}

/** A signer's certificate. */
export interface SignerCertificate extends SignerPeriod {
  /** DER. */
  readonly certificate: Buffer;
}

/**
 * When a signer's certificate by an authority would be valid, as the profile of its use wants it.
 *
 * @param from when it begins to sign.
 * @throws KeyError where the authority's certificate ends before the signer would have signed for as long as it should.
 */
export function signerPeriod(use: CertifiedUse, authority: Authority, from: Date): SignerPeriod {
  const profile: CertificateProfile = profiles[use];
  const by = readCertificate(authority.certificate, 'The authority’s certificate');
  const notBefore = wholeSecond(from);
  const signsUntil = new Date(notBefore.getTime() + profile.signsFor);
  // The shell model: no certificate outlives its authority's.
  const notAfter = new Date(Math.min(notBefore.getTime() + profile.validFor, by.notAfter.getTime()));
  if (notBefore < by.notBefore || notAfter < signsUntil) {
    throw new KeyError(
      `The authority’s certificate is valid from ${by.notBefore.toISOString()} to ${by.notAfter.toISOString()}; the signer’s would have to be from ${notBefore.toISOString()} to ${signsUntil.toISOString()} at least. Take a newer authority.`,
    );
  }
  return { notBefore, signsUntil, notAfter };
}

/**
 * Certifies a document signer, as the profile of its use wants it.
 *
 * @param from when it begins to sign.
 * @throws KeyError as {@link signerPeriod}.
 */
export async function certifySigner(
  signer: SignerToCertify,
  authority: Authority,
  from: Date,
): Promise<SignerCertificate> {
  const profile: CertificateProfile = profiles[signer.use];
  const by = readCertificate(authority.certificate, 'The authority’s certificate');
  const { notBefore, signsUntil, notAfter } = signerPeriod(signer.use, authority, from);
  const certificate = await writeCertificate(
    {
      subject: encodeName(signer.name),
      issuer: partsOf(by.der).subject,
      publicKey: signer.publicKey,
      notBefore,
      notAfter,
      extensions: extensionsOf(signer, profile, by.subjectKeyIdentifier, notBefore, signsUntil),
    },
    certifyingKey(authority.privateKey, 'The authority’s key'),
  );
  return { certificate, notBefore, signsUntil, notAfter };
}

function extensionsOf(
  { publicKey, events }: SignerToCertify,
  profile: CertificateProfile,
  authorityIdentifier: Buffer | undefined,
  notBefore: Date,
  signsUntil: Date,
): Extension[] {
  const usages = [...profile.extendedKeyUsage, ...events.map((event) => eventUsages[event])];
  return [
    ...(authorityIdentifier ? [authorityKeyIdentifier(authorityIdentifier)] : []),
    ...(profile.small
      ? []
      : [
          subjectKeyIdentifier(publicKey),
          keyUsage('digitalSignature'),
          privateKeyUsage(notBefore, signsUntil),
        ]),
    ...(usages.length > 0 ? [extendedKeyUsage(usages)] : []),
    ...(profile.documentTypes ? [documentTypes(profile.documentTypes)] : []),
  ];
}

/** Certificates know no parts of a second. */
const wholeSecond = (at: Date) => new Date(Math.floor(at.getTime() / 1_000) * 1_000);
