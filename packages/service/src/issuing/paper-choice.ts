import type { Paper, PdfStandard } from '@mohar/print/print-job.ts';
import type { CountryPack } from '../country/pack.ts';

/** Paper of a printer's tray, other than a card of its own. */
export type SheetPaper = Exclude<Paper, 'card'>;

/** The paper that a country prints on, where a caller names none. */
export const paperOf = (pack: CountryPack): SheetPaper => pack.paper;

/** The standard that a country's PDFs keep to. */
export const standardOf = (pack: CountryPack): PdfStandard => pack.pdf;
