import { makersAlone } from './makers-alone.ts';
import { firstFound, namesIn, namesOf, nameWords, onlyRow } from './names-in-text.ts';
import { otherVaccines } from './other-vaccines.ts';
import type { CountryPack, Vaccine } from './pack.ts';
import { remembered } from './remembered.ts';

/** What names are judged by: the rows, and the disease of those that name none. */
export type Catalogue = Pick<CountryPack, 'vaccines' | 'disease'>;

/**
 * The catalogue's row for a vaccine's name: that of the product named, else that of the kind named, else that of the maker
 * named, where the rest of the name tells of no other vaccine (`Prevenar 13 (Pfizer)` does). Names are found as
 * {@link namesIn} finds them: `gam-covid-vac` in `Gam COVID Vac (Gamaleya)`, and in `Sputnik Light` no `Sputnik`.
 *
 * @returns undefined for a vaccine that is not in it, and for a name of several: nobody shall have to guess which.
 */
export const vaccineNamed = (pack: Catalogue, name: string): Vaccine | undefined =>
  meaningIn(pack)(name).vaccine;

/**
 * The diseases that a vaccine's name is against. This is part of an event's key, so it is known where the product is not:
 * `OPV + IPV` are two products against one disease.
 *
 * @returns one at least: that of the pack, where no row has the name.
 */
export const diseasesNamed = (pack: Catalogue, name: string): readonly [string, ...string[]] =>
  meaningIn(pack)(name).diseases;

interface Meaning {
  readonly vaccine: Vaccine | undefined;
  readonly diseases: readonly [string, ...string[]];
}

const meaningIn = remembered((pack: Catalogue) => {
  const { vaccines } = pack;
  const diseaseOf = (vaccine: Vaccine) => vaccine.disease ?? pack.disease;
  const names = namesOf(vaccines, (vaccine) => vaccine.names);
  const kinds = namesOf(vaccines, ({ otherNames = [] }) => otherNames);
  const namesAndKinds = new Map([...names, ...kinds]);
  const diseases = [...new Set(vaccines.map(diseaseOf))];
  const makers = diseases.map((disease) =>
    makersAlone(
      vaccines.filter((vaccine) => diseaseOf(vaccine) === disease),
      otherVaccines(disease, diseases),
    ),
  );

  return (name: string): Meaning => {
    const words = nameWords(name);
    const byMakers = () => makers.flatMap((found) => found(words));
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
