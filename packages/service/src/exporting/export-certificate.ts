import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { CertificateSummary } from '@mohar/credential/verification/summarize.ts';
import type { Kysely } from 'kysely';
import type { CountryPack } from '../country/pack.ts';
import { lookAt } from '../issuing/look-at-code.ts';
import { recordCard } from '../registry/shc-cards.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import type { Tables } from '../registry/tables.ts';
import {
  type DocumentSigners,
  type ExportedDocument,
  type ExportRequest,
  exportDocument,
} from './export-document.ts';
import { readBack } from './read-back.ts';

/** What giving certificates out in other formats works with. */
export interface ExportDesk {
  readonly db: Kysely<Tables>;
  readonly pack: CountryPack;
  readonly documentKeys: DocumentSigners & { readonly trust: TrustList };
  /** Whether the picture of this code is read back before it leaves. */
  sampled(): boolean;
}

/** A certificate was revoked or corrected while it was given out: nothing leaves. */
export class WithdrawnMeanwhileError extends Error {
  readonly code = 'WITHDRAWN';
}

/**
 * Gives a certificate out in another country's format. Nothing leaves that the verifier does not accept.
 *
 * @returns the signed document, and what a person sees of it.
 * @throws what exportDocument throws; UnreadableCodeError, WithdrawnMeanwhileError.
 */
export async function exportCertificate(
  certificate: StoredCertificate,
  request: ExportRequest,
  { db, pack, documentKeys, sampled }: ExportDesk,
): Promise<{ document: ExportedDocument; summary: CertificateSummary }> {
  const document = await exportDocument(certificate, request, pack, documentKeys);
  const summary = await readBack(document.text, documentKeys.trust, request.now);
  if (sampled()) await lookAt(document.code, document.text);
  // Its key's list of revoked cards must name it, should it be revoked.
  if (document.format === 'smart-health-card') {
    const { shard, certificateId } = certificate;
    const card = { shard, certificateId, kid: document.keyId, issuedAt: new Date(document.issuedAt) };
    if (!(await recordCard(db, card))) throw new WithdrawnMeanwhileError();
  }
  return { document, summary };
}
