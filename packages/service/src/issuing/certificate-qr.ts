import { QrCapacityError } from '@mohar/credential/errors.ts';
import { contentCompact, packCompact } from '@mohar/credential/formats/compact/pack.ts';
import type { CodeContent } from '@mohar/credential/qr/code-content.ts';
import { codeBits, codeCapacityBits, codeVersion } from '@mohar/credential/qr/code-size.ts';
import { type DivocWrapping, packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import {
  type ErrorCorrection,
  matrixOf,
  type QrMatrix,
  qrMatrixThatFits,
  spareBytes,
} from '@mohar/credential/qr/matrix.ts';
import type { CountryPack, QrWrapping } from '../country/pack.ts';
import { dataModelOf } from './data-model-of.ts';

/** How a country puts certificates of a type into their QR codes. */
export const wrappingOf = ({ qr }: Pick<CountryPack, 'qr'>, certificateType: string): QrWrapping =>
  qr.kinds?.[certificateType] ?? qr.wrapping;

/** What the QR code of a certificate says, and the code. */
export interface CertificateQr {
  /** What a scanner reads: text, or bytes where they are none. */
  readonly payload: string | Uint8Array;
  readonly code: QrMatrix;
}

/**
 * The QR code of a signed credential (JSON text), at the highest error correction that fits.
 *
 * @throws QrCapacityError where even the largest code at the lowest is too small; never for what
 *   {@link spareInQr} let pass.
 */
export function certificateQr(credential: string, wrapping: QrWrapping): CertificateQr {
  const divoc = divocWrapping(credential, wrapping);
  if (divoc) {
    const payload = packDivocPayload(credential, divoc);
    return { payload, code: qrMatrixThatFits(payload) };
  }
  const payload = packCompact(credential);
  const content = contentCompact(payload);
  return { payload, code: matrixOf(content, readableLevel(content) ?? 'low') };
}

/**
 * Makes sure that a credential has a QR code that may be issued, without drawing it: compact ones have at most version
 * 22. Codes of certificates from before are drawn in any size.
 *
 * @returns how many bytes the largest such code has left.
 * @throws QrCapacityError.
 */
export function spareInQr(credential: string, wrapping: QrWrapping): number {
  const divoc = divocWrapping(credential, wrapping);
  return divoc
    ? spareBytes(packDivocPayload(credential, divoc))
    : spareInReadable(contentCompact(packCompact(credential)));
}

function spareInReadable(content: CodeContent): number {
  const bits = codeBits(content, readableVersion);
  const capacity = codeCapacityBits(readableVersion, 'low');
  if (bits > capacity) throw new QrCapacityError(Math.ceil(bits / 8), capacity / 8);
  return Math.floor((capacity - bits) / 8);
}

/** The largest code that cheap phones read from paper: 105 modules a side. */
const readableVersion = 22;

/** Undefined for the compact form. What was signed in DIVOC's format keeps DIVOC's zip, which its verifiers read. */
function divocWrapping(credential: string, wrapping: QrWrapping): DivocWrapping | undefined {
  if (wrapping !== 'compact') return wrapping;
  return dataModelOf(credential) === 'VC 2.0' ? undefined : 'text';
}

const readableLevel = (content: CodeContent): ErrorCorrection | undefined =>
  (['quartile', 'medium', 'low'] as const).find(
    (level) => (codeVersion(content, level) ?? readableVersion + 1) <= readableVersion,
  );
