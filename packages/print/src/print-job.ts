import type { JsonObject } from '@mohar/credential/json.ts';

/** One certificate to be printed. */
export interface PrintJob {
  /** Path of the template below the pack's folder, such as `templates/test-result.typ`. */
  readonly template: string;
  /** One language, or two side by side; each has a file in the pack's `labels/`. */
  readonly languages: readonly string[];
  /** What the template shows. Data only: never run as markup. */
  readonly content: JsonObject;
  readonly qr: { readonly svg: string };
  /** Kept inside the PDF/A-3, so that the paper's file is the credential too. */
  readonly attachment: {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly mediaType: string;
    readonly description: string;
  };
  /** RFC 3339 instant: the document's date. The same job gives the same bytes. */
  readonly issuedAt: string;
}
