import { diseaseNames } from '@mohar/credential/codes/diseases.ts';
import {
  type FoundName,
  firstFound,
  longest,
  type Names,
  namesIn,
  namesOf,
  nameWords,
  onlyRow,
} from './names-in-text.ts';
import type { PackFile, Vaccine } from './pack.ts';
import { remembered } from './remembered.ts';
import { saysNoProduct } from './vaccine-words.ts';

/**
 * The catalogue's row for a vaccine's name: that of the product named, else that of the kind named, else that of the maker
 * named, where the rest of the name says no other product of theirs (`Prevenar 13 (Pfizer)` does). Names are found as
 * {@link namesIn} finds them: `gam-covid-vac` in `Gam COVID Vac (Gamaleya)`, and in `Sputnik Light` no `Sputnik`.
 *
 * @returns undefined for a vaccine that is not in it, and for a name of several: nobody shall have to guess which.
 */
export const vaccineNamed = (pack: PackFile, name: string): Vaccine | undefined =>
  meaningIn(pack)(name).vaccine;

/**
 * The diseases that a vaccine's name is against. This is part of an event's key, so it is known where the product is not:
 * `OPV + IPV` are two products against one disease.
 *
 * @returns one at least: that of the pack, where no row has the name.
 */
export const diseasesNamed = (pack: PackFile, name: string): readonly [string, ...string[]] =>
  meaningIn(pack)(name).diseases;

interface Meaning {
  readonly vaccine: Vaccine | undefined;
  readonly diseases: readonly [string, ...string[]];
}

const meaningIn = remembered((pack: PackFile) => {
  const { vaccines } = pack;
  const diseaseOf = (vaccine: Vaccine) => vaccine.disease ?? pack.disease;
  const names = namesOf(vaccines, (vaccine) => vaccine.names);
  const kinds = namesOf(vaccines, ({ otherNames = [] }) => otherNames);
  const namesAndKinds = new Map([...names, ...kinds]);
  const makers = [...new Set(vaccines.map(diseaseOf))].map((disease) => makersAgainst(disease));

  function makersAgainst(disease: string): Makers {
    const rows = vaccines.filter((vaccine) => diseaseOf(vaccine) === disease);
    return {
      names: namesOf(rows, (vaccine) => vaccine.makers ?? []),
      diseaseWords: new Set(diseaseNames(disease).flatMap(nameWords)),
    };
  }

  return (name: string): Meaning => {
    const words = nameWords(name);
    const byMakers = () => makers.flatMap((some) => makersAlone(words, some));
    const named = firstFound(
      () => namesIn(words, names),
      () => namesIn(words, kinds),
      byMakers,
    );
    const against = firstFound(() => namesIn(words, namesAndKinds), byMakers);
    const [disease = pack.disease, ...others] = new Set(against.map(({ row }) => diseaseOf(row)));
    return {
      vaccine: others.length === 0 ? onlyRow(named) : undefined,
      diseases: [disease, ...others],
    };
  };
});

/** The makers of vaccines against one disease. */
interface Makers {
  readonly names: Names<Vaccine>;
  readonly diseaseWords: ReadonlySet<string>;
}

/** The makers in a name that has nothing beside them but words that any vaccine against the disease may have. */
function makersAlone(words: readonly string[], { names, diseaseWords }: Makers): FoundName<Vaccine>[] {
  const telling = words.flatMap((word, at) => (saysNoProduct(word) || diseaseWords.has(word) ? [] : [at]));
  // `Sinopharm COVID-19 vaccine (Wuhan)` names Sinopharm Wuhan; Bharat Biotech has such a word in its own name.
  const found = longest([
    ...namesIn(words, names),
    ...namesIn(
      telling.map((at) => words[at] as string),
      names,
    ).map(({ row, from, to }) => ({
      row,
      from: telling[from] as number,
      to: (telling[to - 1] as number) + 1,
    })),
  ]);
  const isSaid = (at: number) => found.some(({ from, to }) => from <= at && at < to);
  return telling.every(isSaid) ? found : [];
}
