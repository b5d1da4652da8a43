import { sexNamed } from '@mohar/credential/codes/sexes.ts';
import { formatNames } from '@mohar/credential/verification/format-names.ts';
import type { CertificateSummary } from '@mohar/credential/verification/summarize.ts';
import type { MessageArguments } from '@mohar/print/language/words.ts';
import type { Printer } from '@mohar/print/printer.ts';
import { qrOnPaper } from '@mohar/print/qr-on-paper.ts';
import { localTime } from '../country/local-time.ts';
import type { CountryPack } from '../country/pack.ts';
import { paperOf, type SheetPaper, standardOf } from '../issuing/paper-choice.ts';
import { countryNames } from './country-names.ts';
import type { ExportedDocument } from './export-document.ts';
import { printableSummary } from './printable-summary.ts';

/**
 * Prints a document, with its code, and the document itself attached where the country's PDF standard has a place for it.
 *
 * @param summary what the code says, read back from it.
 * @throws PrintError.
 */
export function printDocument(
  document: ExportedDocument,
  summary: CertificateSummary,
  certificateId: string,
  pack: CountryPack,
  printer: Pick<Printer, 'print'>,
  languages: readonly string[],
  paper: SheetPaper = paperOf(pack),
): Promise<Uint8Array> {
  const template = pack.exports[document.format]?.template;
  if (!template) throw new Error(`The country pack has no template for ${document.format}.`);
  const issuedAt = new Date(document.issuedAt).toISOString();
  const { name, department, site } = pack.issuer;
  const { alpha2, alpha3 } = pack.country;
  const { nationality = '' } = summary.holder;
  return printer.print({
    template,
    languages,
    country: alpha2,
    known: { ...knownOf(summary), site, certificateId },
    paper,
    standard: standardOf(pack),
    content: {
      certificateId,
      issuedOn: localTime(pack, new Date(document.issuedAt)),
      expiresOn: document.expiresAt === undefined ? null : new Date(document.expiresAt).toISOString(),
      issuer: { name, department, site },
      kind: summary.kind,
      summary: printableSummary(summary),
      // By what the document and its summary call them.
      countries: countryNames([alpha2, alpha3, nationality], languages),
      document: document.json,
    },
    qr: { svg: qrOnPaper(document.code) },
    attachment: {
      name: document.file.name,
      bytes: Buffer.from(document.file.content),
      mediaType: document.file.mediaType,
      description: formatNames[document.format === 'smart-health-card' ? 'shc' : document.format],
    },
    issuedAt,
  });
}

/** What messages may ask for (docs/countries/messages.md). */
const knownOf = ({ holder, vaccination }: CertificateSummary): MessageArguments => ({
  gender: sexNamed(holder.sex) ?? 'other',
  ...(vaccination?.dose === undefined ? {} : { dose: vaccination.dose }),
  ...(vaccination?.totalDoses === undefined ? {} : { totalDoses: vaccination.totalDoses }),
});
