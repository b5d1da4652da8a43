import { type QrMatrix, quietZone } from '@mohar/credential/qr/matrix.ts';
import { readQr } from '../qr-reader.ts';

/** A code that was just made does not read back: it must not leave. */
export class UnreadableCodeError extends Error {
  readonly code = 'CODE_UNREADABLE';
}

/** Pixels a side of a module. */
const scale = 3;

/**
 * Reads a finished code's picture back with another team's reader.
 *
 * @param payload what it must say: text, or bytes where it is none.
 * @throws UnreadableCodeError where the reader does not see that.
 */
export async function lookAt(code: QrMatrix, payload: string | Uint8Array): Promise<void> {
  const found = await readQr(pictureOf(code));
  const isSeen =
    found &&
    (typeof payload === 'string' ? found.text === payload : Buffer.from(found.bytes).equals(payload));
  if (!isSeen) throw new UnreadableCodeError('A code does not read back from its picture.');
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
