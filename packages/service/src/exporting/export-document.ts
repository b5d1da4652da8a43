import type { DocumentSigner } from '@mohar/credential/formats/document-signer.ts';
import { NotExpressibleError } from '@mohar/credential/formats/not-expressible-error.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import type { CountryPack, ExportRules } from '../country/pack.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import type { DocumentEvent } from '../registry/tables.ts';
import { type FinishedCode, finishCode, type PlannedCode, planCode } from './code-budget.ts';
import type { BuiltDocument, DocumentChoice, DocumentFormat, DocumentValidity } from './document-format.ts';
import type { ExportFormat } from './export-format.ts';
import { documentFormats } from './formats.ts';
import type { HolderDetails } from './holder-details.ts';
import { recordOf } from './record-of.ts';

/** What is asked for. */
export interface ExportRequest {
  readonly format: ExportFormat;
  /** What the format takes of it. */
  readonly holder: HolderDetails;
  /** A positive test as a certificate of recovery, where the format has them. */
  readonly recovery: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A certificate in another country's format, signed. */
export interface ExportedDocument extends FinishedCode {
  readonly format: ExportFormat;
  /** What the code says, as JSON. */
  readonly json: JsonObject;
  /** The code's text. */
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** Absent where it has no end. */
  readonly expiresAt?: number;
  /** How the document names its key. */
  readonly keyId: string;
  /** The format's own file. */
  readonly file: { readonly mediaType: string; readonly name: string; readonly content: string };
}

/** The country does not give certificates out in a format. */
export class FormatNotOfferedError extends Error {
  readonly code = 'FORMAT_NOT_OFFERED';
  constructor() {
    super('This country does not issue certificates in this format.');
  }
}

/** There is no key in force for a format. */
export class NoDocumentKeyError extends Error {
  readonly code = 'NO_DOCUMENT_KEY';
}

/** Where the signers of documents come from. */
export interface DocumentSigners {
  signerFor(use: DocumentFormat['use'], event: DocumentEvent): Promise<DocumentSigner | undefined>;
}

const day = 86_400_000;
/** Where a pack does not say otherwise. */
const defaultValidDays = 365;

/**
 * Gives a certificate out in another country's format: written, measured, signed.
 *
 * @throws FormatNotOfferedError, NotExpressibleError, CodeTooLargeError, NoDocumentKeyError.
 */
export async function exportDocument(
  certificate: StoredCertificate,
  request: ExportRequest,
  pack: CountryPack,
  signers: DocumentSigners,
): Promise<ExportedDocument> {
  const format = documentFormats[request.format];
  const rules = pack.exports[request.format];
  if (!rules) throw new FormatNotOfferedError();
  const record = recordOf(certificate, pack, format.title);
  assertFinalDose(certificate, rules, format.title);
  const { holder, recovery, now } = request;
  const choice: DocumentChoice = { holder, recovery, rules: pack.exports, timeZone: pack.timeZone, now };
  const document = format.build(record, choice);
  const event = recovery ? 'recovery' : record.event.kind;
  const signer = await signers.signerFor(format.use, event);
  if (!signer) throw new NoDocumentKeyError(`No key is in force that signs ${request.format}.`);
  const validity = validityOf(rules, format, signer, now);
  const plan = await planCode(document, signer, validity, format);
  return signed(document, signer, validity, format, certificate, plan);
}

async function signed(
  document: BuiltDocument,
  signer: DocumentSigner,
  validity: DocumentValidity,
  format: DocumentFormat,
  { certificateId }: StoredCertificate,
  plan: PlannedCode,
): Promise<ExportedDocument> {
  const text = await document.encode(signer, validity);
  const { mediaType, extension } = format.file;
  return {
    format: format.name,
    json: document.json,
    text,
    ...finishCode(document, text, plan, format),
    issuedAt: validity.issuedAt,
    ...(format.ends === 'never' ? {} : { expiresAt: validity.expiresAt }),
    keyId: signer.keyId,
    file: {
      mediaType,
      name: `${certificateId}.${extension}`,
      content: document.fileOf?.(text) ?? text,
    },
  };
}

/** No document counts longer than the certificate of the key that signed it. */
function validityOf(
  { validDays = defaultValidDays }: ExportRules,
  { ends }: DocumentFormat,
  { certificateUntil }: DocumentSigner,
  now: number,
): DocumentValidity {
  return {
    issuedAt: now,
    expiresAt: ends === 'as-stated' ? Math.min(now + validDays * day, certificateUntil) : certificateUntil,
  };
}

function assertFinalDose({ event }: StoredCertificate, { finalDoseOnly }: ExportRules, format: string): void {
  const vaccination = event.vaccination as { dose: number; totalDoses: number } | undefined;
  if (!finalDoseOnly || !vaccination || vaccination.dose >= vaccination.totalDoses) return;
  throw new NotExpressibleError(format, [
    {
      pointer: '/vaccination/dose',
      rule: 'final-dose',
      message: 'must be the last dose of the course, or a later one',
    },
  ]);
}
