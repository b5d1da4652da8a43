import { isDeepStrictEqual } from 'node:util';
import type { CountryPack } from '../country/pack.ts';

/** Where a pack lies, and what it is made of in memory: no part of what pages take from it beside its design. */
const ofThisMachine = ['directory', 'directories', 'code', 'entityTypes', 'fontCodePoints'];

/**
 * What pages take from a country pack beside its design, as JSON text: names, languages, vaccines, templates of each kind. All
 * that is plain data is taken, so that nothing is forgotten.
 */
export function packData(pack: CountryPack): string {
  const members = Object.entries(pack).filter(
    ([name, value]) =>
      !ofThisMachine.includes(name) &&
      value !== undefined &&
      isDeepStrictEqual(JSON.parse(JSON.stringify(value) ?? 'null'), value),
  );
  const entityTemplates = [...pack.entityTypes].map(([name, { template }]) => [name, template]);
  return JSON.stringify({ members: Object.fromEntries(members), entityTemplates });
}

/** A pack as it was, as far as pages show it: what {@link packData} kept, in the pack of today. */
export function packAsItWas(today: CountryPack, data: string): CountryPack {
  const { members, entityTemplates } = JSON.parse(data) as {
    members: Partial<CountryPack>;
    entityTemplates: [string, string][];
  };
  const entityTypes = new Map(today.entityTypes);
  for (const [name, template] of entityTemplates) {
    const type = entityTypes.get(name);
    if (type) entityTypes.set(name, { ...type, template });
  }
  // What a pack may lack, and lacked then, it has not: the next dose was not said.
  const { otherInterval: _, ...always } = today;
  return { ...always, ...members, entityTypes };
}
