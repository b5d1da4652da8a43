import { createRequire } from 'node:module';

/** Bytes that are no font of these kinds. */
export class FontError extends Error {
  readonly code = 'FONT';
}

/**
 * The code points that a font has glyphs for; of a collection, those of all its fonts.
 *
 * @param bytes TrueType, OpenType, or a collection of them: what Typst draws with.
 * @throws FontError where they are nothing of that.
 */
export function fontCodePoints(bytes: Uint8Array): number[] {
  // Most packs have no fonts of their own, and the reader is large.
  const { create } = createRequire(import.meta.url)('fontkit') as typeof import('fontkit');
  try {
    if (!isKnown(bytes)) throw new FontError();
    const font = create(Buffer.from(bytes));
    return (font as { fonts?: (typeof font)[] }).fonts?.flatMap(characterSet) ?? characterSet(font);
  } catch {
    throw new FontError('must be a TrueType or OpenType font (.ttf, .otf), or a collection (.ttc, .otc)');
  }
}

const characterSet = (font: object): number[] => (font as { characterSet: number[] }).characterSet;

/** By their first four bytes: `sfnt` versions of OpenType 1.9, section “Organization of an OpenType font”. */
const isKnown = (bytes: Uint8Array): boolean =>
  ['\x00\x01\x00\x00', 'OTTO', 'true', 'ttcf'].includes(Buffer.from(bytes.subarray(0, 4)).toString('latin1'));
