import { bareName, wordsOf } from '@mohar/credential/words-of.ts';
import { type FoundName, longest, type NameWord, namesIn, namesOf } from './names-in-text.ts';
import type { Vaccine } from './pack.ts';

/**
 * Finds the makers of rows in a vaccine's name: a maker's name as it stands, or its words wherever they are (`Sinopharm
 * COVID-19 vaccine (Wuhan)` is by Sinopharm Wuhan, whom Sinopharm is within). What else the name says does not matter:
 * people write of dose, vial, strain, and place as they like.
 *
 * @param tellsOther whether the rest of a name tells of a vaccine that none of the rows is: makers have others, so none is found then.
 */
export function makersAlone(
  rows: readonly Vaccine[],
  tellsOther: (words: readonly NameWord[]) => boolean,
): (words: readonly NameWord[]) => FoundName<Vaccine>[] {
  const names = namesOf(rows, makersOf);
  const inParts = rows.flatMap((row) =>
    makersOf(row)
      .map(wordsOf)
      .filter(canStandApart)
      .map((parts) => ({ row, parts })),
  );
  const partNames = new Map(inParts.flatMap(({ parts }) => parts.map((part) => [bareName(part), part])));

  return (words) => {
    const parts = namesIn(words, partNames);
    const apart = inParts.flatMap((maker): FoundName<Vaccine>[] => {
      const found = maker.parts.map((part) => parts.filter(({ row }) => row === part));
      return found.every((places) => places.length > 0)
        ? [{ row: maker.row, at: new Set(found.flat().flatMap(({ at }) => [...at])) }]
        : [];
    });
    const found = longest([...namesIn(words, names), ...apart]);
    const rest = words.filter((_, place) => !found.some(({ at }) => at.has(place)));
    return tellsOther(rest) ? [] : found;
  };
}

const makersOf = ({ makers = [] }: Vaccine): readonly string[] => makers;

/** Letters (`j&j`) mean nothing apart. */
const canStandApart = (parts: readonly string[]): boolean =>
  parts.length > 1 && parts.every((part) => part.length > 1);
