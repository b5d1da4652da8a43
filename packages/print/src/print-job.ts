import type { JsonObject } from '@mohar/credential/json.ts';
import type { MessageArguments } from './language/words.ts';

/** Sizes of paper: ISO 216 A4, and US Letter. */
export const papers = ['a4', 'us-letter'] as const;
export type Paper = (typeof papers)[number];

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
  readonly qr: { readonly svg: string };
  /** `a4` where absent. */
  readonly paper?: Paper;
  /** Kept inside the PDF/A-3, so that the paper's file is the credential too. */
  readonly attachment: {
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
