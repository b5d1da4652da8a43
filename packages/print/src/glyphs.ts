import brought from './drawable-code-points.json' with { type: 'json' };
import type { CodePointRanges } from './font-characters.ts';

/** Drawn as nothing, in any font: joiners, variation selectors, the soft hyphen. */
const invisible = /\p{Default_Ignorable_Code_Point}|\s/u;

/** What every font has; most texts have nothing else. */
const plain = /^[ -~]*$/;

function isIn(ranges: readonly (readonly number[])[], point: number): boolean {
  let from = 0;
  let to = ranges.length - 1;
  while (from <= to) {
    const middle = (from + to) >> 1;
    const [first = 0, last = 0] = ranges[middle] as readonly number[];
    if (point < first) to = middle - 1;
    else if (point > last) from = middle + 1;
    else return true;
  }
  return false;
}

/**
 * The characters of a text that no font can draw, each once: in a PDF/A they would be an error, and on paper a
 * box.
 *
 * @param own what fonts of the country's own have beside those that come with Mohar.
 */
export function unprintableCharacters(text: string, own: CodePointRanges = []): string[] {
  if (plain.test(text)) return [];
  const missing = new Set<string>();
  for (const character of text.normalize('NFC')) {
    const point = character.codePointAt(0) as number;
    if (!isIn(brought, point) && !isIn(own, point) && !invisible.test(character)) missing.add(character);
  }
  return [...missing];
}
