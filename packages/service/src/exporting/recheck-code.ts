import { type QrMatrix, quietZone } from '@mohar/credential/qr/matrix.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { CertificateSummary } from '@mohar/credential/verification/summarize.ts';
import type { Verdict } from '@mohar/credential/verification/verdict.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { readQr } from '../qr-reader.ts';

/** A code that was just made does not read back: it must not leave. */
export class UnreadableCodeError extends Error {
  readonly code = 'CODE_UNREADABLE';
}

/** A document may say of itself that it counts later, or no more: one against yellow fever, ten days after the dose. */
const counted: readonly Verdict[] = ['valid', 'not-yet-valid', 'expired'];

/** Pixels a side of a module. */
const scale = 3;

/**
 * Reads a signed text back with the verifier.
 *
 * @param trust the keys of this issuer's documents.
 * @param at milliseconds since 1970.
 * @returns what a person sees of it.
 * @throws UnreadableCodeError where the verifier does not accept it.
 */
export async function readBack(text: string, trust: TrustList, at: number): Promise<CertificateSummary> {
  const { verdict, checks, summary } = await verify(text, { trust, at });
  if (counted.includes(verdict) && summary) return summary;
  const failed = checks.find(({ outcome }) => outcome === 'failed');
  throw new UnreadableCodeError(`A document reads back as ${verdict} (${failed?.code ?? 'no reason'}).`);
}

/**
 * Reads a finished code's picture back with another team's reader.
 *
 * @throws UnreadableCodeError where it does not see the text.
 */
export async function lookAt({
  code,
  text,
}: {
  readonly code: QrMatrix;
  readonly text: string;
}): Promise<void> {
  const found = await readQr(pictureOf(code));
  if (found?.text !== text) throw new UnreadableCodeError('A code does not read back from its picture.');
}

/** As a camera sees it, in shades of grey. */
function pictureOf({ modules, size }: QrMatrix): ImageData {
  const side = (size + 2 * quietZone) * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  modules.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) darken(data, side, (x + quietZone) * scale, (y + quietZone) * scale);
    });
  });
  return { data, width: side, height: side, colorSpace: 'srgb' } as ImageData;
}

function darken(data: Uint8ClampedArray, side: number, left: number, top: number): void {
  for (let y = top; y < top + scale; y += 1) {
    for (let x = left; x < left + scale; x += 1) data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
  }
}
