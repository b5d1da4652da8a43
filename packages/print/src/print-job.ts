import type { JsonObject } from '@mohar/credential/json.ts';
import type { MessageArguments } from './language/words.ts';

/** Sizes of paper: ISO 216 A4, US Letter, and the ID-1 card of ISO/IEC 7810. */
export const papers = ['a4', 'us-letter', 'card'] as const;
export type Paper = (typeof papers)[number];

/** What the PDF keeps to: PDF/A-3a, with attachments; PDF/A-2a, without; or PDF/UA-1. All are tagged. */
export const pdfStandards = ['a-3a', 'a-2a', 'ua-1'] as const;
export type PdfStandard = (typeof pdfStandards)[number];

/** One certificate to be printed. */
export interface PrintJob {
  /** Path of the template in the design, such as `templates/test-result.typ`. */
  readonly template: string;
  /** One language, or two side by side, by tags; each has a file in the pack's `messages/`. */
  readonly languages: readonly string[];
  /** ISO 3166-1 alpha-2: dates and numbers are written as there. */
  readonly country: string;
  /** What the messages may ask for: doses, gender, dates. */
  readonly known?: MessageArguments;
  /** What the template shows. Data only: never run as markup. */
  readonly content: JsonObject;
  readonly qr?: { readonly svg: string };
  /** `a4` where absent. */
  readonly paper?: Paper;
  /** How many pages it may have, one where absent: where it would have more, everything is drawn smaller. */
  readonly maxPages?: number;
  /** `a-3a` where absent. */
  readonly standard?: PdfStandard;
  /** Kept inside the PDF, so that the paper's file is the credential too; PDF/A-2 has no place for it. */
  readonly attachment?: {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly mediaType: string;
    readonly description: string;
  };
  /** RFC 3339 instant: the document's date. The same job gives the same bytes. */
  readonly issuedAt: string;
  /** Of nobody: what the template says of its content may then be quoted in errors. */
  readonly sample?: boolean;
}
