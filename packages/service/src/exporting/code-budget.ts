import { CredentialError } from '@mohar/credential/errors.ts';
import type { Fault } from '@mohar/credential/event/fault.ts';
import type { DocumentSigner } from '@mohar/credential/formats/document-signer.ts';
import type { JsonValue } from '@mohar/credential/json.ts';
import { patternless } from '@mohar/credential/proofs/patternless.ts';
import { type CodeContent, textOf } from '@mohar/credential/qr/code-content.ts';
import { codeVersion } from '@mohar/credential/qr/code-size.ts';
import { type ErrorCorrection, matrixOf, type QrMatrix } from '@mohar/credential/qr/matrix.ts';
import { longestTexts } from '../issuing/longest-texts.ts';
import type { BuiltDocument, DocumentFormat, DocumentValidity } from './document-format.ts';

/** The largest code that cheap phones read from paper at arm's length: 105 modules a side. */
export const budgetVersion = 22;

/** A code's size, known before it is signed. */
export interface PlannedCode {
  readonly errorCorrection: ErrorCorrection;
  /** 1–40. */
  readonly version: number;
}

/** A signed document's code. */
export interface FinishedCode {
  readonly code: QrMatrix;
  /** What made it larger than the budget, the largest first; pointers lead into the document. Empty within the budget. */
  readonly overBudget: readonly Fault[];
}

/** A document does not fit a code that its format allows. */
export class CodeTooLargeError extends CredentialError {
  readonly code = 'CODE_TOO_LARGE';
  /** What made it large, as of {@link FinishedCode}. */
  readonly faults: readonly Fault[];
  constructor(format: string, maxVersion: number, faults: readonly Fault[]) {
    super(`The certificate does not fit a QR code of version ${maxVersion} as ${format}.`);
    this.faults = faults;
  }
}

/**
 * Measures a document before it is signed, with bytes in the place of the signature that pack as badly as one.
 *
 * @returns the best error correction within the budget; where none is, the smallest code.
 * @throws CodeTooLargeError where it is larger than its format allows.
 */
export async function planCode(
  document: BuiltDocument,
  signer: DocumentSigner,
  validity: DocumentValidity,
  { name, errorCorrection, maxVersion = 40 }: CodeRules,
): Promise<PlannedCode> {
  const content = document.codeOf(await document.encode(standIn(signer), validity));
  for (const level of errorCorrection) {
    const version = codeVersion(content, level);
    if (version !== undefined && version <= budgetVersion) {
      return { errorCorrection: level, version };
    }
  }
  const version = codeVersion(content, 'low');
  if (version === undefined || version > maxVersion) {
    throw new CodeTooLargeError(name, maxVersion, largestTexts(document.json, content));
  }
  return { errorCorrection: 'low', version };
}

type CodeRules = Pick<DocumentFormat, 'name' | 'errorCorrection' | 'maxVersion'>;

/**
 * Draws a signed document's code at the planned level; at a lower one, where the real signature packs a byte worse than
 * planned and that is one too many.
 *
 * @param text of the signed document.
 * @throws CodeTooLargeError where nothing that the format allows holds it.
 */
export function finishCode(
  document: BuiltDocument,
  text: string,
  plan: PlannedCode,
  { name, errorCorrection, maxVersion = 40 }: CodeRules,
): FinishedCode {
  const content = document.codeOf(text);
  const sizes = errorCorrection
    .slice(errorCorrection.indexOf(plan.errorCorrection))
    .map((level) => ({ level, version: codeVersion(content, level) ?? Number.POSITIVE_INFINITY }));
  const within = sizes.find(({ version }) => version <= budgetVersion);
  const smallest = codeVersion(content, 'low') ?? Number.POSITIVE_INFINITY;
  if (!within && smallest > maxVersion) {
    throw new CodeTooLargeError(name, maxVersion, largestTexts(document.json, content));
  }
  return {
    code: matrixOf(content, within?.level ?? 'low', maxVersion),
    overBudget: within ? [] : largestTexts(document.json, content),
  };
}

/** Signs nothing: 64 bytes without any pattern. */
const standIn = (signer: DocumentSigner): DocumentSigner => ({
  ...signer,
  sign: async () => patternless(64),
});

const largestTexts = (json: JsonValue, content: CodeContent): Fault[] =>
  longestTexts(json, '', 3).map(({ pointer, bytes }) => ({
    pointer,
    rule: 'qr-budget',
    message: `takes ${bytes} bytes of a code of ${textOf(content).length} characters; make it shorter`,
  }));
