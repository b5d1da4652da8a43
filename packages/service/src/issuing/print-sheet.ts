import { setTimeout } from 'node:timers/promises';
import { unprintableCharacters } from '@mohar/print/glyphs.ts';
import { type JoinPart, joinPdfs } from '@mohar/print/pdf/join.ts';
import { PrintError } from '@mohar/print/print-error.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import type { SheetChoice } from './choose-for-sheet.ts';
import { inOrder } from './in-order.ts';
import { paperOf, type SheetPaper, standardOf } from './paper-choice.ts';
import { type PrintingDesk, printCertificate } from './print-certificate.ts';

/** How a sheet is laid out: a certificate on each page; or as cards, several on a page, to be cut and folded. */
export const sheetLayouts = ['page', 'cards'] as const;
export type SheetLayout = (typeof sheetLayouts)[number];

/** How a sheet is printed. */
export interface SheetLook {
  readonly layout: SheetLayout;
  /** Those that a caller asked for; else each certificate has those of its facility's region, or the country's. */
  readonly languages?: readonly string[] | undefined;
  readonly paper?: SheetPaper | undefined;
}

/** What printing a sheet works with. */
export interface SheetDesk extends PrintingDesk {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Called before a certificate leaves. */
  readonly record: (certificate: StoredCertificate) => Promise<void>;
}

/** In points: ISO 216, and US Letter. */
const sheetSizes = {
  a4: { width: (210 * 72) / 25.4, height: (297 * 72) / 25.4 },
  'us-letter': { width: 8.5 * 72, height: 11 * 72 },
} as const;

/** Certificates of one sheet that are rendered at once, or wait for the reader. */
const ahead = 4;

/**
 * Prints many certificates as one PDF, in pieces, as fast as the reader takes them. Whoever stops reading ends the work.
 *
 * @param choice what is left out is listed on a last page.
 * @throws PrintError, UnreadableCodeError, PdfJoinError, in the middle too: the PDF then has no end.
 */
export function printSheet(
  choice: SheetChoice,
  look: SheetLook,
  desk: SheetDesk,
): AsyncGenerator<Uint8Array, void, void> {
  const { pack } = desk.issuer;
  const [language = 'en'] = look.languages ?? pack.languages.default;
  const paper = look.paper ?? paperOf(pack);
  return joinPdfs(partsOf(choice, { ...look, paper }, desk), {
    title: pack.issuer.name[language] ?? Object.values(pack.issuer.name)[0] ?? '',
    language,
    date: new Date(desk.clock()).toISOString(),
    ...(look.layout === 'cards' ? { sheet: sheetSizes[paper] } : {}),
  });
}

async function* partsOf(
  { list, chosen, leftOut }: SheetChoice,
  look: SheetLook & { readonly paper: SheetPaper },
  desk: SheetDesk,
): AsyncGenerator<JoinPart, void, void> {
  const printed = inOrder(chosen, ahead, async (certificate) => ({
    certificate,
    pdf: await whenNotBusy(() => printOne(certificate, look, desk)),
  }));
  for await (const { certificate, pdf } of printed) {
    await desk.record(certificate);
    yield { pdf, as: look.layout === 'cards' ? 'card' : 'pages' };
  }
  if (leftOut.length > 0) yield { pdf: await whenNotBusy(() => printLeftOut({ list, leftOut }, look, desk)) };
}

const printOne = (
  { certificateId, issuedAt, event, credential }: StoredCertificate,
  { layout, languages, paper }: SheetLook,
  desk: SheetDesk,
) =>
  printCertificate(
    {
      certificateId,
      issuedAt,
      event: event as unknown as CertifiableEvent,
      credential: credential.toString(),
    },
    desk,
    {
      languages,
      paper: layout === 'cards' ? 'card' : paper,
      // Many in one file: each is found by its certificate.
      attachmentName: `${certificateId}.json`,
    },
  );

/** The last page: what was asked for and is not there. */
function printLeftOut(
  { list, leftOut }: Pick<SheetChoice, 'list' | 'leftOut'>,
  { languages, paper }: SheetLook,
  { issuer: { pack }, printer, clock }: SheetDesk,
): Promise<Uint8Array> {
  const { name, department, site } = pack.issuer;
  const now = new Date(clock()).toISOString();
  return printer.print({
    template: 'templates/left-out.typ',
    languages: languages ?? pack.languages.default,
    country: pack.country.alpha2,
    ...(paper ? { paper } : {}),
    maxPages: Number.POSITIVE_INFINITY,
    standard: standardOf(pack),
    content: {
      kind: 'left-out',
      issuedOn: now,
      issuer: { name, department, site },
      list,
      leftOut: leftOut.map(({ index, wanted, reason }) => ({
        place: index + 1,
        wanted: unprintableCharacters(wanted, pack.fontCodePoints).length === 0 ? wanted : null,
        reason,
      })),
    },
    issuedAt: now,
  });
}

/** How often, and how long in between, a sheet waits for others to be printed. */
const tries = 60;
const pause = 250;

async function whenNotBusy<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let n = 1; ; n += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PrintError && error.code === 'busy') || n === tries) throw error;
      await setTimeout(pause);
    }
  }
}
