import ranges from './drawable-code-points.json' with { type: 'json' };

/** Drawn as nothing, in any font: joiners, variation selectors, the soft hyphen. */
const invisible = /\p{Default_Ignorable_Code_Point}|\s/u;

/** What every font has; most texts have nothing else. */
const plain = /^[ -~]*$/;

/** Whether some font of the certificates has a glyph for a code point. */
function isDrawable(point: number): boolean {
  let from = 0;
  let to = ranges.length - 1;
  while (from <= to) {
    const middle = (from + to) >> 1;
    const [first = 0, last = 0] = ranges[middle] as number[];
    if (point < first) to = middle - 1;
    else if (point > last) from = middle + 1;
    else return true;
  }
  return false;
}

/**
 * The characters of a text that no font can draw, each once: in a PDF/A they would be an error, and on paper a
 * box.
 */
export function unprintableCharacters(text: string): string[] {
  if (plain.test(text)) return [];
  const missing = new Set<string>();
  for (const character of text.normalize('NFC')) {
    if (!isDrawable(character.codePointAt(0) as number) && !invisible.test(character)) missing.add(character);
  }
  return [...missing];
}
