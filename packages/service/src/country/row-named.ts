import { wordsOf } from '@mohar/credential/codes/words.ts';

/** A row of a catalogue, with the names by which free texts mean it. */
export interface NamedRow {
  /** Each of this row alone. */
  readonly names: readonly string[];
  /** Its maker, or its kind: other rows may have them beside a name of their own, so they count where no name is found. */
  readonly otherNames?: readonly string[];
}

/**
 * The row of a catalogue that a text names. Names are found anywhere in it, as whole words; case, spaces and punctuation
 * aside (`gam-covid-vac` in `Gam COVID Vac (Gamaleya)`). A name within a longer one does not count: `Sputnik Light` is not
 * `Sputnik`.
 *
 * @returns undefined where it names none, or more than one: nobody shall have to guess which.
 */
export function rowNamed<Row extends NamedRow>(rows: readonly Row[], text: string): Row | undefined {
  const index = indexOf(rows);
  if (index.answers.has(text)) return index.answers.get(text);
  const words = wordsOf(text);
  const found = onlyRowIn(words, index.names) ?? onlyRowIn(words, index.otherNames);
  const row = found === 'several' ? undefined : found;
  if (index.answers.size < maxAnswers) index.answers.set(text, row);
  return row;
}

/** A name without what does not count in it; empty for one of punctuation alone. */
export const bareName = (name: string): string => wordsOf(name).join('');

/** Names of one sort, bare, and their rows. */
type Names<Row> = ReadonlyMap<string, Row>;

interface Index<Row> {
  readonly names: Names<Row>;
  readonly otherNames: Names<Row>;
  /** A country has few vaccines: their names come again and again. */
  readonly answers: Map<string, Row | undefined>;
}

const maxAnswers = 1_000;
const indexes = new WeakMap<readonly NamedRow[], Index<NamedRow>>();

function indexOf<Row extends NamedRow>(rows: readonly Row[]): Index<Row> {
  const held = indexes.get(rows);
  if (held) return held as Index<Row>;
  const index: Index<Row> = {
    names: namesOf(rows, ({ names }) => names),
    otherNames: namesOf(rows, ({ otherNames = [] }) => otherNames),
    answers: new Map(),
  };
  indexes.set(rows, index as Index<NamedRow>);
  return index;
}

const namesOf = <Row extends NamedRow>(
  rows: readonly Row[],
  of: (row: Row) => readonly string[],
): Names<Row> => new Map(rows.flatMap((row) => of(row).map((name) => [bareName(name), row] as const)));

interface Found<Row> {
  readonly row: Row;
  /** Words of the text: from the first, and up to the one after the last. */
  readonly from: number;
  readonly to: number;
}

function onlyRowIn<Row>(words: readonly string[], names: Names<Row>): Row | 'several' | undefined {
  const all = foundIn(words, names);
  const counting = all.filter(({ from, to }) => !all.some((other) => isWithin({ from, to }, other)));
  const rows = new Set(counting.map(({ row }) => row));
  return rows.size > 1 ? 'several' : [...rows][0];
}

const isWithin = (inner: Omit<Found<unknown>, 'row'>, outer: Omit<Found<unknown>, 'row'>): boolean =>
  outer.from <= inner.from && inner.to <= outer.to && outer.to - outer.from > inner.to - inner.from;

function foundIn<Row>(words: readonly string[], names: Names<Row>): Found<Row>[] {
  const found: Found<Row>[] = [];
  for (let from = 0; from < words.length; from += 1) {
    let name = '';
    for (let to = from + 1; to <= words.length && to - from <= maxWords; to += 1) {
      name += words[to - 1];
      const row = names.get(name);
      if (row !== undefined) found.push({ row, from, to });
    }
  }
  return found;
}

/** That a name has. */
const maxWords = 8;
