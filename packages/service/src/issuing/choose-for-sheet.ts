import { parseCertificateId } from '@mohar/credential/credential/certificate-id.ts';
import type { Kysely } from 'kysely';
import { findCertificates, latestOfEach } from '../registry/find-certificates.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import type { Tables } from '../registry/tables.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import { isOnCard } from './print-certificate.ts';

/** Which certificates a sheet is asked for: by their ids, or the latest of beneficiaries. */
export type SheetWish =
  | { readonly certificates: readonly string[] }
  | {
      readonly beneficiaries: readonly string[];
      readonly certificateTypes: readonly string[];
      readonly program?: string | undefined;
      readonly disease?: string | undefined;
    };

/** Why a certificate is not on a sheet. */
export type LeftOutReason = 'certificate-id' | 'known' | 'revoked' | 'superseded' | 'card';

/** One that is not on a sheet. */
export interface LeftOut {
  /** Its place in the list that was asked for, from 0. */
  readonly index: number;
  /** As it was asked for. */
  readonly wanted: string;
  readonly reason: LeftOutReason;
}

/** What a sheet will have, in the order that was asked for, and what it will not. */
export interface SheetChoice {
  /** What the list has the ids of. */
  readonly list: 'certificates' | 'beneficiaries';
  readonly chosen: readonly StoredCertificate[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Finds the certificates of a sheet, and out which of them cannot be printed: there is none, it is not in force, or it has no
 * card where cards are wanted.
 */
export async function chooseForSheet(
  db: Kysely<Tables>,
  wish: SheetWish,
  asCards: boolean,
): Promise<SheetChoice> {
  const wanted = 'certificates' in wish ? wish.certificates : wish.beneficiaries;
  const list = 'certificates' in wish ? 'certificates' : 'beneficiaries';
  const found = await ('certificates' in wish ? ofIds(db, wish.certificates) : ofBeneficiaries(db, wish));
  const chosen: StoredCertificate[] = [];
  const leftOut: LeftOut[] = [];
  for (const [index, text] of wanted.entries()) {
    const one = found(text);
    const reason = typeof one === 'string' ? one : whyNot(one, asCards);
    if (reason !== undefined) leftOut.push({ index, wanted: text, reason });
    else chosen.push(one as StoredCertificate);
  }
  return { list, chosen, leftOut };
}

type Finder = (wanted: string) => StoredCertificate | LeftOutReason;

async function ofIds(db: Kysely<Tables>, certificates: readonly string[]): Promise<Finder> {
  const parsed = certificates.flatMap((text) => parseCertificateId(text) ?? []);
  const found = await findCertificates(db, parsed);
  return (text) => {
    const id = parseCertificateId(text)?.id;
    return id === undefined ? 'certificate-id' : (found.get(id) ?? 'known');
  };
}

async function ofBeneficiaries(
  db: Kysely<Tables>,
  { beneficiaries, certificateTypes, program, disease }: Extract<SheetWish, { beneficiaries: unknown }>,
): Promise<Finder> {
  const found = await latestOfEach(db, beneficiaries, {
    certificateTypes,
    ...(program === undefined ? {} : { program }),
    ...(disease === undefined ? {} : { disease }),
  });
  return (beneficiary) => found.get(beneficiary) ?? 'known';
}

function whyNot(certificate: StoredCertificate, asCards: boolean): LeftOutReason | undefined {
  if (certificate.state !== 'issued') return certificate.state;
  if (asCards && !isOnCard(certificate.event as unknown as CertifiableEvent)) return 'card';
  return undefined;
}
