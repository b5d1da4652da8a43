import { NoTransliterationError, transliterate } from '../../icao-9303/transliterate.ts';
import { maxLengths } from './message.ts';

/** A name in the two parts of a travel document, in Latin letters. */
export interface DocumentName {
  /** Family name, most often; the whole name where it has no parts. */
  readonly primary: string;
  /** Given names, most often. */
  readonly secondary?: string;
}

/**
 * A text in the letters of a machine-readable zone: A–Z, with spaces between its parts (ICAO Doc 9303-3, sections 4.6
 * and 6).
 *
 * @returns undefined where a character has no such letters: a script without a table must be transliterated by whoever
 *   knows its language.
 */
export function inDocumentLetters(text: string): string | undefined {
  try {
    const letters = transliterate(text).replaceAll('<', ' ');
    return letters === '' ? undefined : letters;
  } catch (error) {
    if (error instanceof NoTransliterationError) return undefined;
    throw error;
  }
}

/**
 * The member `n`: the primary identifier, two spaces, the secondary identifier, at most 39 characters. A longer name
 * is cut so that the first letter of the secondary identifier still stands there (Doc 9303-4).
 *
 * @returns undefined where a part has no Latin letters.
 */
export function holderName({ primary, secondary }: DocumentName): string | undefined {
  const family = inDocumentLetters(primary);
  if (family === undefined || secondary === undefined) return family?.slice(0, maxLengths.name).trimEnd();
  const given = inDocumentLetters(secondary);
  if (given === undefined) return undefined;
  const room = maxLengths.name - '  X'.length;
  return `${family.slice(0, room).trimEnd()}  ${given}`.slice(0, maxLengths.name).trimEnd();
}
