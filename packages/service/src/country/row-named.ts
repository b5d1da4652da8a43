import { firstFound, type Names, namesIn, namesOf, nameWords, onlyRow } from './names-in-text.ts';
import { remembered } from './remembered.ts';

/** A row of a catalogue, with the names by which free texts mean it. */
export interface NamedRow {
  /** Each of this row alone. */
  readonly names: readonly string[];
  /** Of its kind: other rows may have them beside a name of their own, so they count where no name is found. */
  readonly otherNames?: readonly string[];
}

/**
 * The row of a catalogue that a text names. Names are found anywhere in it, as whole words; case, spaces and punctuation
 * aside. A name within a longer one does not count.
 *
 * @returns undefined where it names none, or more than one: nobody shall have to guess which.
 */
export const rowNamed = <Row extends NamedRow>(rows: readonly Row[], text: string): Row | undefined =>
  rowsNamed(rows)(text) as Row | undefined;

const rowsNamed = remembered((rows: readonly NamedRow[]) => {
  const names: Names<NamedRow> = namesOf(rows, (row) => row.names);
  const otherNames = namesOf(rows, (row) => row.otherNames ?? []);
  return (text: string) => {
    const words = nameWords(text);
    return onlyRow(
      firstFound(
        () => namesIn(words, names),
        () => namesIn(words, otherNames),
      ),
    );
  };
});
