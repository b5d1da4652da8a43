import type { KeyObject } from 'node:crypto';
import type { Extension } from 'pkijs';
import { KeyError } from '../key-store.ts';
import { wholeSecond } from '../whole-second.ts';
import type { Authority } from './authority.ts';
import { certifyingKey } from './certificate-keys.ts';
import { encodeName, type SubjectName } from './encode-name.ts';
import {
  authorityKeyIdentifier,
  keyUsage,
  privateKeyUsage,
  signerUses,
  subjectKeyIdentifier,
} from './extensions.ts';
import { type CertificateProfile, type CertifiedUse, profiles, type UsageEvent } from './profiles.ts';
import { partsOf, readCertificate } from './read-certificate.ts';
import { shortestUse, signingEnd } from './signing-period.ts';
import { writeCertificate } from './write-certificate.ts';

/** A signer that wants a certificate. */
export interface SignerToCertify {
  readonly use: CertifiedUse;
  readonly name: SubjectName;
  readonly publicKey: KeyObject;
  /** HCERT: limits it to certificates of these events; empty: of all. */
  readonly events: readonly UsageEvent[];
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
 * When a signer's certificate by an authority would be valid, as the profile of its use wants it. Towards the authority's end
 * its key signs for less time, so that what it signs last still counts for as long as documents do.
 *
 * @param from when it begins to sign.
 * @throws KeyError where the authority's certificate begins later, or leaves too little time to sign.
 */
export function signerPeriod(use: CertifiedUse, authority: Authority, from: Date): SignerPeriod {
  const profile: CertificateProfile = profiles[use];
  const by = readCertificate(authority.certificate, 'The authority’s certificate');
  const notBefore = wholeSecond(from);
  // The shell model: no certificate outlives its authority's.
  const notAfter = new Date(Math.min(notBefore.getTime() + profile.validFor, by.notAfter.getTime()));
  const signsUntil = signingEnd(use, { notBefore, notAfter });
  if (notBefore < by.notBefore || signsUntil.getTime() - notBefore.getTime() < shortestUse) {
    throw new KeyError(
      `The authority’s certificate is valid from ${by.notBefore.toISOString()} to ${by.notAfter.toISOString()}; what its signers sign has to count for ${daysOf(profile.documentsLive)} days. A ${use} signer that begins at ${notBefore.toISOString()} needs one that is valid until ${new Date(notBefore.getTime() + profile.signsFor + profile.documentsLive).toISOString()}. Take a newer authority.`,
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
  return [
    ...(authorityIdentifier ? [authorityKeyIdentifier(authorityIdentifier)] : []),
    ...(profile.small
      ? []
      : [
          subjectKeyIdentifier(publicKey),
          keyUsage('digitalSignature'),
          privateKeyUsage(notBefore, signsUntil),
        ]),
    ...signerUses(profile, events),
  ];
}

const daysOf = (milliseconds: number) => Math.floor(milliseconds / (24 * 3_600_000));
