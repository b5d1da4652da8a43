import { maxLengths } from './message.ts';

/** A name in the two parts of a travel document, in Latin letters. */
export interface DocumentName {
  /** Family name, most often; the whole name where it has no parts. */
  readonly primary: string;
  /** Given names, most often. */
  readonly secondary?: string;
}

/** Letters that no accent is taken from (ICAO Doc 9303-3, section 6). */
const letters: Readonly<Record<string, string>> = {
  Æ: 'AE',
  Œ: 'OE',
  Ø: 'OE',
  Þ: 'TH',
  Ð: 'D',
  Đ: 'D',
  Ħ: 'H',
  Ł: 'L',
  Ŋ: 'N',
  Ŧ: 'T',
  ĸ: 'Q',
  ı: 'I',
  Ĳ: 'IJ',
  Ŀ: 'L',
  ẞ: 'SS',
  SS: 'SS',
};

/**
 * A text in the letters of a machine-readable zone: A–Z, with spaces for hyphens and fillers, without apostrophes and
 * full stops (ICAO Doc 9303-3, sections 4.6 and 6).
 *
 * @returns undefined where a character has no such letters: what is not written in Latin must be transliterated by
 *   whoever knows its language.
 */
export function inDocumentLetters(text: string): string | undefined {
  let latin = '';
  for (const character of text.toUpperCase().normalize('NFD')) {
    if (/\p{Mn}/u.test(character) || /['’ʼ`.,]/.test(character)) continue;
    latin += letters[character] ?? (/[-‐–<_\s]/.test(character) ? ' ' : character);
  }
  const words = latin.trim().replaceAll(/ +/g, ' ');
  return /^[A-Z]+( [A-Z]+)*$/.test(words) ? words : undefined;
}

/**
 * The member `n`: the primary identifier, two spaces, the secondary identifier, at most 39 characters. A longer name
 * is cut so that the first letter of the secondary identifier still stands there (Doc 9303-4).
 *
 * @returns undefined where a part is not written in Latin letters.
 */
export function holderName({ primary, secondary }: DocumentName): string | undefined {
  const family = inDocumentLetters(primary);
  if (family === undefined || secondary === undefined) return family?.slice(0, maxLengths.name).trimEnd();
  const given = inDocumentLetters(secondary);
  if (given === undefined) return undefined;
  const room = maxLengths.name - '  X'.length;
  return `${family.slice(0, room).trimEnd()}  ${given}`.slice(0, maxLengths.name).trimEnd();
}
