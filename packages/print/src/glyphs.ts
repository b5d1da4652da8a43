import { type CodePointRuns, isInRuns } from './code-point-runs.ts';
import table from './drawable-code-points.json' with { type: 'json' };

/** Of the fonts that come with Mohar. */
const usual = table as unknown as CodePointRuns;

/** Drawn as nothing, in any font: joiners, variation selectors, the soft hyphen. */
const invisible = /\p{Default_Ignorable_Code_Point}|\s/u;

/** What every font has; most texts have nothing else. */
const plain = /^[ -~]*$/;

/**
 * The characters of a text that no font can draw, each once: in a PDF/A they would be an error, and on paper a
 * box.
 *
 * @param own what the fonts of the country pack draw, beside those that come with Mohar.
 */
export function unprintableCharacters(text: string, own: CodePointRuns): string[] {
  if (plain.test(text)) return [];
  const missing = new Set<string>();
  for (const character of text.normalize('NFC')) {
    const point = character.codePointAt(0) as number;
    if (!isInRuns(usual, point) && !isInRuns(own, point) && !invisible.test(character))
      missing.add(character);
  }
  return [...missing];
}
