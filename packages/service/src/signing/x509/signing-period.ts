import { type CertifiedUse, profiles } from './profiles.ts';

const day = 24 * 3_600_000;

/** A signer that would sign for less is not worth making: gateways may take weeks to let it in. */
export const shortestUse = 30 * day;

/** When a certificate is valid, and until when its private key is said to sign, where that is said. */
interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly signsUntil?: Date | undefined;
}

/**
 * Until when a signer signs: as long as its certificate says, else as its profile wants; but what it signs last has to count
 * for as long as documents do.
 */
export function signingEnd(use: CertifiedUse, { notBefore, notAfter, signsUntil }: Validity): Date {
  const { signsFor, documentsLive } = profiles[use];
  const wanted = signsUntil?.getTime() ?? notBefore.getTime() + signsFor;
  return new Date(Math.min(wanted, notAfter.getTime() - documentsLive));
}

/** The last moment at which a signer can begin that signs for its full length, by an authority that ends then. */
export const lastFullBeginning = (use: CertifiedUse, authorityEnd: Date): Date =>
  new Date(authorityEnd.getTime() - profiles[use].documentsLive - profiles[use].signsFor);
