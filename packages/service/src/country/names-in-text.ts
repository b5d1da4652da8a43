import { wordsOf } from '@mohar/credential/words-of.ts';

/** Names without what does not count in them ({@link bareName}), and the rows of a catalogue that they mean. */
export type Names<Row> = ReadonlyMap<string, Row>;

/** Where in a text a name is. */
export interface FoundName<Row> {
  readonly row: Row;
  /** Words of the text: from the first, and up to the one after the last. */
  readonly from: number;
  readonly to: number;
}

/**
 * The words of a text that names are looked for in. People glue figures to names (`fIPV2`), and the words that every other
 * name has (`yellowfevervaccine`): these stand apart.
 */
export const nameWords = (text: string): string[] =>
  wordsOf(
    text
      .toLowerCase()
      .replaceAll(/vaccines?|covid/g, ' $& ')
      .replaceAll(/(?<=[\p{L}\p{M}])(?=\p{N})|(?<=\p{N})(?=\p{L})/gu, ' '),
  );

/** A name without what does not count in it; empty for one of punctuation alone. */
export const bareName = (name: string): string => wordsOf(name).join('');

/** The names of rows, to be looked for. */
export const namesOf = <Row>(rows: readonly Row[], of: (row: Row) => readonly string[]): Names<Row> =>
  new Map(rows.flatMap((row) => of(row).map((name) => [bareName(name), row] as const)));

/** The names in a text, by its words; one within a longer one does not count. */
export function namesIn<Row>(words: readonly string[], names: Names<Row>): FoundName<Row>[] {
  const found: FoundName<Row>[] = [];
  for (let from = 0; from < words.length; from += 1) {
    let name = '';
    for (let to = from + 1; to <= words.length && to - from <= maxWords; to += 1) {
      name += words[to - 1];
      const row = names.get(name);
      if (row !== undefined) found.push({ row, from, to });
    }
  }
  return longest(found);
}

/** Those of names found that are within no longer one. */
export const longest = <Row>(found: readonly FoundName<Row>[]): FoundName<Row>[] =>
  found.filter((inner) => !found.some((outer) => isWithin(inner, outer)));

const isWithin = (inner: FoundName<unknown>, outer: FoundName<unknown>): boolean =>
  outer.from <= inner.from && inner.to <= outer.to && outer.to - outer.from > inner.to - inner.from;

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
