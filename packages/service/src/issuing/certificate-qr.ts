import { QrCapacityError } from '@mohar/credential/errors.ts';
import { contentCompact, packCompact } from '@mohar/credential/formats/compact/pack.ts';
import type { CodeContent } from '@mohar/credential/qr/code-content.ts';
import { codeBits, codeCapacityBits, codeVersion } from '@mohar/credential/qr/code-size.ts';
import { type DivocWrapping, packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import {
  assertFits,
  type ErrorCorrection,
  matrixOf,
  type QrMatrix,
  qrMatrixThatFits,
} from '@mohar/credential/qr/matrix.ts';
import type { QrWrapping } from '../country/pack.ts';

/**
 * The QR code of a signed credential (JSON text), at the highest error correction that fits.
 *
 * @throws QrCapacityError where even the largest code at the lowest is too small; never for what
 *   {@link assertFitsQr} let pass.
 */
export function certificateQr(credential: string, wrapping: QrWrapping): QrMatrix {
  const divoc = divocWrapping(credential, wrapping);
  if (divoc) return qrMatrixThatFits(packDivocPayload(credential, divoc));
  const content = contentCompact(packCompact(credential));
  return matrixOf(content, readableLevel(content) ?? 'low');
}

/**
 * Makes sure that a credential has a QR code that may be issued, without drawing it: compact ones have at most version
 * 22. Codes of certificates from before are drawn in any size.
 *
 * @throws QrCapacityError.
 */
export function assertFitsQr(credential: string, wrapping: QrWrapping): void {
  const divoc = divocWrapping(credential, wrapping);
  if (divoc) assertFits(packDivocPayload(credential, divoc));
  else assertReadable(contentCompact(packCompact(credential)));
}

function assertReadable(content: CodeContent): void {
  if (readableLevel(content)) return;
  const bytes = Math.ceil(codeBits(content, readableVersion) / 8);
  throw new QrCapacityError(bytes, codeCapacityBits(readableVersion, 'low') / 8);
}

/** The largest code that cheap phones read from paper: 105 modules a side. */
const readableVersion = 22;
const vc2Start = '{"@context":["https://www.w3.org/ns/credentials/v2"';

/** Undefined for the compact form. What was signed in DIVOC's format keeps DIVOC's zip, which its verifiers read. */
function divocWrapping(credential: string, wrapping: QrWrapping): DivocWrapping | undefined {
  if (wrapping !== 'compact') return wrapping;
  return credential.startsWith(vc2Start) ? undefined : 'text';
}

const readableLevel = (content: CodeContent): ErrorCorrection | undefined =>
  (['quartile', 'medium', 'low'] as const).find(
    (level) => (codeVersion(content, level) ?? readableVersion + 1) <= readableVersion,
  );
