import { bareName, wordsOf } from '@mohar/credential/words-of.ts';

/** Names without what does not count in them ({@link bareName}), and the rows of a catalogue that they mean. */
export type Names<Row> = ReadonlyMap<string, Row>;

/** Where in a text a name is. */
export interface FoundName<Row> {
  readonly row: Row;
  /** The words of the text that are the name, by their places. */
  readonly at: ReadonlySet<number>;
}

/** A word of a text that names are looked for in. */
export interface NameWord {
  /** Lower case. */
  readonly text: string;
  /** Figures (`2`, `2nd`) at the end of a word of letters: a name may end before them, or with them, but none begins there. */
  readonly isGlued: boolean;
}

/**
 * The words of a text that names are looked for in. People glue figures to the end of names (`fIPV2`, `Covaxin2nd`), and the words that
 * every other name has (`yellowfevervaccine`): these stand apart. Nothing else is taken out of a word: lot numbers are
 * letters and figures in any order, and `FE17D3` has no `17d` in it.
 */
export const nameWords = (text: string): NameWord[] =>
  wordsOf(text.toLowerCase().replaceAll(/vaccines?|covid(?:19)?/g, ' $& ')).flatMap((word) => {
    const [letters = '', figures] = word.split(/(?<=[\p{L}\p{M}])(?=\p{N}+(?:st|nd|rd|th)?$)/u);
    const first = { text: letters, isGlued: false };
    return figures === undefined ? [first] : [first, { text: figures, isGlued: true }];
  });

/** The names of rows, to be looked for. */
export const namesOf = <Row>(rows: readonly Row[], of: (row: Row) => readonly string[]): Names<Row> =>
  new Map(rows.flatMap((row) => of(row).map((name) => [bareName(name), row] as const)));

/** The names in a text, by its words; one within a longer one does not count. */
export function namesIn<Row>(words: readonly NameWord[], names: Names<Row>): FoundName<Row>[] {
  const found: FoundName<Row>[] = [];
  for (const [from, first] of words.entries()) {
    if (first.isGlued) continue;
    const at: number[] = [];
    let name = '';
    for (const [beyond, { text }] of words.slice(from, from + maxWords).entries()) {
      at.push(from + beyond);
      name += text;
      const row = names.get(name);
      if (row !== undefined) found.push({ row, at: new Set(at) });
    }
  }
  return longest(found);
}

/** Those of names found that are within no longer one. */
export const longest = <Row>(found: readonly FoundName<Row>[]): FoundName<Row>[] =>
  found.filter(
    (inner) => !found.some((outer) => outer.at.size > inner.at.size && inner.at.isSubsetOf(outer.at)),
  );

/** That a name has. */
const maxWords = 8;

/** The row that all names found mean; undefined where there are none, or of several rows: nobody shall have to guess which. */
export function onlyRow<Row>(found: readonly FoundName<Row>[]): Row | undefined {
  const [row, ...others] = new Set(found.map((name) => name.row));
  return others.length === 0 ? row : undefined;
}

/** The first of the tiers in which there is a name. */
export function firstFound<Row>(...tiers: (() => FoundName<Row>[])[]): FoundName<Row>[] {
  for (const look of tiers) {
    const found = look();
    if (found.length > 0) return found;
  }
  return [];
}
