import type { DocumentSigner } from '@mohar/credential/formats/document-signer.ts';
import type { ExportRecord } from '@mohar/credential/formats/export-record.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import type { CodeContent } from '@mohar/credential/qr/code-content.ts';
import type { ErrorCorrection } from '@mohar/credential/qr/matrix.ts';
import type { PackExports } from '../country/pack.ts';
import type { ExportFormat } from './export-format.ts';
import type { HolderDetails } from './holder-details.ts';

/** What is chosen for a document, beside the record. */
export interface DocumentChoice {
  readonly holder: HolderDetails;
  /** A positive test as a certificate of recovery. */
  readonly recovery: boolean;
  readonly rules: PackExports;
  /** IANA name of the country's. */
  readonly timeZone: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** From when and until when a document counts, milliseconds since 1970. */
export interface DocumentValidity {
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** One format, with all that is needed to give a record out in it. */
export interface DocumentFormat {
  readonly name: ExportFormat;
  /** What people call it, within a sentence. */
  readonly title: string;
  /** What of a caller's details of the holder it has a place for. */
  readonly takes: readonly (keyof HolderDetails)[];
  /** How it writes names: as their holder does, which not every font can draw; or in the letters of travel documents. */
  readonly namesAre: 'as-written' | 'transliterated';
  /** Whether it has certificates of recovery. */
  readonly hasRecoveries: boolean;
  /** What its keys are kept for. */
  readonly use: 'hcert' | 'shc' | 'vds-nc';
  /** Error correction to try, the best first. */
  readonly errorCorrection: readonly ErrorCorrection[];
  /** Where the format itself allows no larger code. */
  readonly maxVersion?: number;
  /**
   * When its documents end: when they say, which the country's rules decide; with the certificate of their key; or never,
   * since they say nothing of it.
   */
  readonly ends: 'as-stated' | 'with-key' | 'never';
  /** Media type of the document in the format's own file; the code's text is in it. */
  readonly file: { readonly mediaType: string; readonly extension: string };
  /**
   * Writes the record in the format.
   *
   * @throws NotExpressibleError.
   */
  build(record: ExportRecord, choice: DocumentChoice): BuiltDocument;
}

/** A document that is written, and not signed yet. */
export interface BuiltDocument {
  /** What the code will say, as JSON. */
  readonly json: JsonObject;
  /** The signed code's text. */
  encode(signer: DocumentSigner, validity: DocumentValidity): Promise<string>;
  /** How the text goes into a QR code. */
  codeOf(text: string): CodeContent;
  /** The format's own file, where that is not the text itself. */
  fileOf?(text: string): string;
}
