import tables from './transliteration.json' with { type: 'json' };

/** What of a name cannot be written in the letters of travel documents. */
export class NoTransliterationError extends Error {
  /** Unicode's names of the scripts, where they are known here. */
  readonly scripts: readonly string[];
  constructor(scripts: readonly string[]) {
    super('There is no table for some of the characters.');
    this.scripts = scripts;
  }
}

/**
 * Writes a name as machine-readable zones do (ICAO Doc 9303, part 3, section 6): A–Z, with `<` between its parts. Latin,
 * Cyrillic and Arabic by ICAO's tables, in the form that holds for all languages, Greek as Greek passports have it.
 * Latin letters in no table lose their marks.
 *
 * @returns `[A-Z]+(<[A-Z]+)*`, or the empty text where nothing of the name is written.
 * @throws NoTransliterationError where a character has no table.
 */
export function transliterate(name: string): string {
  const parts = name.normalize('NFC').toUpperCase().split(betweenParts);
  return parts
    .map(transliteratePart)
    .filter((part) => part !== '')
    .join('<');
}

/** Spaces, hyphens and punctuation separate the parts of names. */
const betweenParts = /(?:\p{White_Space}|[-‐‑‒–—―,.;:/\\()[\]{}"“”„«»&+·•<>_|،؛۔])+/u;
/** Apostrophes, the marks that look like them, and what only steers how letters are joined. */
const leftOut = /['’‘ʼʻʹʾʿ`´′＇\p{Cf}]/gu;

const letters: Readonly<Record<string, string>> = {
  ...tables.latin,
  ...tables.cyrillic,
  ...tables.arabic,
  ...tables.greek,
};
const shadda = '\u0651';
const tehMarbuta = '\u0629';

function transliteratePart(part: string): string {
  const characters = [...latinOfGreekPairs(part.replaceAll(leftOut, ''))];
  let written = '';
  let last = '';
  for (const [at, character] of characters.entries()) {
    if (character === shadda) {
      written += last;
      continue;
    }
    const isFinal = characters.slice(at + 1).every((next) => letters[next] === '' || next === shadda);
    const latin = character === tehMarbuta && isFinal ? 'XAH' : latinOf(character);
    // Vowel signs stand between a letter and the shadda that doubles it.
    if (latin !== '') last = latin;
    written += latin;
  }
  return written;
}

/** @throws NoTransliterationError */
function latinOf(character: string): string {
  if (/^[A-Z]$/.test(character)) return character;
  const known = letters[character];
  if (known !== undefined) return known;
  const [base = '', ...marks] = character.normalize('NFKD');
  if (marks.length > 0 && marks.every((mark) => /\p{Mn}/u.test(mark))) return latinOf(base);
  // A mark that no letter is composed with: the letter is written without it.
  if (/\p{Script=Inherited}/u.test(character)) return '';
  throw new NoTransliterationError(scriptsOf(character));
}

/** Pairs of Greek letters that are one sound, as ELOT 743 writes them. */
function latinOfGreekPairs(part: string): string {
  if (!/\p{Script=Greek}/u.test(part)) return part;
  const voiced = '[ΑΒΓΔΕΖΗΙΛΜΝΟΡΥΩ]';
  return part
    .normalize('NFD')
    .replaceAll(/\u0308/g, '\u034f')
    .replaceAll(/\p{Mn}/gu, (mark) => (mark === '\u034f' ? mark : ''))
    .replaceAll(/^ΜΠ/g, 'B')
    .replaceAll(/ΟΥ/g, 'OU')
    .replaceAll(/Γ(?=[ΓΞΧ])/g, 'N')
    .replaceAll(new RegExp(`(?<=[ΑΕΗ])Υ(?=${voiced})`, 'g'), 'V')
    .replaceAll(/(?<=[ΑΕΗ])Υ(?!\u034f)/g, 'F')
    .replaceAll('\u034f', '');
}

const scripts = [
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Thaana',
  'Tibetan',
  'Myanmar',
  'Thai',
  'Lao',
  'Khmer',
  'Ethiopic',
  'Georgian',
  'Armenian',
  'Hebrew',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
] as const;
const scriptsOf = (text: string): string[] =>
  scripts.filter((script) => new RegExp(`\\p{Script=${script}}`, 'u').test(text));
