import { create } from 'fontkit';
import { readFonts } from './fonts.ts';

/** Drawn as nothing, in any font: joiners, variation selectors, the soft hyphen. */
const invisible = /\p{Default_Ignorable_Code_Point}|\s/u;

/** What every font has; most texts have nothing else. */
const plain = /^[ -~]*$/;

let drawable: Set<number> | undefined;

/** Code points that some font of the certificates has a glyph for. */
function drawableCodePoints(): Set<number> {
  drawable ??= new Set(
    readFonts().flatMap((bytes) => {
      const font = create(bytes);
      return 'characterSet' in font ? font.characterSet : [];
    }),
  );
  return drawable;
}

/**
 * The characters of a text that no font can draw, each once: in a PDF/A they would be an error, and on paper a
 * box.
 */
export function unprintableCharacters(text: string): string[] {
  if (plain.test(text)) return [];
  const known = drawableCodePoints();
  const missing = new Set<string>();
  for (const character of text.normalize('NFC')) {
    if (!known.has(character.codePointAt(0) as number) && !invisible.test(character)) missing.add(character);
  }
  return [...missing];
}
