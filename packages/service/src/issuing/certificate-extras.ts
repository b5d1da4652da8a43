import { qrPng } from '@mohar/credential/qr/png.ts';
import type { Kysely } from 'kysely';
import { type PackedContent, unpackContent } from '../registry/content/certificate-content.ts';
import { findCertificate } from '../registry/find-certificate.ts';
import type { Tables } from '../registry/tables.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import { certificateTypeOf } from './event-identity.ts';
import { type PrintingDesk, printCertificate } from './print-certificate.ts';
import { qrToGive } from './qr-to-give.ts';

const known = ['credential', 'qr', 'pdf'] as const;

/** What a certify call may carry back beside ids. */
export type Extra = (typeof known)[number];

/** Reads a list such as `credential,qr`; undefined where it names anything unknown. */
export function readExtras(text: string): Extra[] | undefined {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.every((name): name is Extra => (known as readonly string[]).includes(name))
    ? names
    : undefined;
}

/**
 * The extras of one certificate: the credential as an object, QR (PNG) and PDF in base64.
 *
 * @param languages of the PDF, where the caller asked for any.
 */
export async function extrasOf(
  certificateId: string,
  packed: PackedContent,
  include: readonly Extra[],
  languages: readonly string[] | undefined,
  desk: PrintingDesk & { readonly db: Kysely<Tables> },
): Promise<{ credential?: unknown; qr?: string; pdf?: string }> {
  if (include.length === 0) return {};
  const { event, credential: signed } = unpackContent(packed);
  const credential = signed.toString();
  const type = certificateTypeOf(event as unknown as CertifiableEvent);
  return {
    ...(include.includes('credential') ? { credential: JSON.parse(credential) } : {}),
    ...(include.includes('qr')
      ? { qr: Buffer.from(qrPng(await qrToGive(credential, type, desk))).toString('base64') }
      : {}),
    ...(include.includes('pdf') ? { pdf: await pdfOf(certificateId, languages, desk) } : {}),
  };
}

async function pdfOf(
  certificateId: string,
  languages: readonly string[] | undefined,
  desk: PrintingDesk & { readonly db: Kysely<Tables> },
): Promise<string> {
  const found = await findCertificate(desk.db, certificateId);
  if (!found) throw new Error('A certificate that was just issued is not in the registry.');
  const pdf = await printCertificate(
    {
      certificateId,
      issuedAt: found.issuedAt,
      event: found.event as unknown as CertifiableEvent,
      credential: found.credential.toString(),
    },
    desk,
    { languages },
  );
  return Buffer.from(pdf).toString('base64');
}
