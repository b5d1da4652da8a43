import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { displayOf, type ValueSetName } from './value-sets.ts';

/** What a certificate is of, by the member that holds its entry. */
export const kinds = { v: 'vaccination', t: 'test', r: 'recovery' } as const;
export type Group = keyof typeof kinds;

/** Members that have codes, and whose. */
export const codedMembers: Readonly<Record<Group, readonly (readonly [string, ValueSetName])[]>> = {
  v: [
    ['tg', 'diseases'],
    ['vp', 'prophylaxis'],
    ['mp', 'products'],
    ['ma', 'manufacturers'],
    ['co', 'countries'],
  ],
  t: [
    ['tg', 'diseases'],
    ['tt', 'testTypes'],
    ['ma', 'testDevices'],
    ['tr', 'testResults'],
    ['co', 'countries'],
  ],
  r: [
    ['tg', 'diseases'],
    ['co', 'countries'],
  ],
};

/** The groups that hold something: empty ones and null stand in some issuers' certificates. */
export const groupsIn = (content: JsonObject): Group[] =>
  (Object.keys(kinds) as Group[]).filter((group) => {
    const entries = content[group] ?? null;
    return entries !== null && !(Array.isArray(entries) && entries.length === 0);
  });

/** The entries of a certificate, whatever is in them; undefined where it has none. */
export function entriesIn(
  content: JsonObject,
): { readonly group: Group; readonly entries: readonly JsonObject[] } | undefined {
  for (const group of groupsIn(content)) {
    const held = content[group];
    const entries = Array.isArray(held) ? held.filter(isJsonObject) : [];
    if (entries.length > 0) return { group, entries };
  }
  return undefined;
}

/** The entry that a certificate is shown by: the newest, where it is one of the old ones that have several. */
export function entryIn(content: JsonObject): { group: Group; entry: JsonObject } | undefined {
  const found = entriesIn(content);
  if (!found) return undefined;
  const { group, entries } = found;
  const day = (entry: JsonObject) => String(entry[dated[group]]);
  return { group, entry: entries.reduce((newest, entry) => (day(entry) > day(newest) ? entry : newest)) };
}

/** The member that says when an event was. */
const dated: Readonly<Record<Group, string>> = { v: 'dt', t: 'sc', r: 'fr' };

/** Members of a certificate whose codes are in no list: `v/mp`. A member that is not there has none. */
export function unknownCodesIn(content: JsonObject): string[] {
  const found = entriesIn(content);
  if (!found) return [];
  const { group, entries } = found;
  return codedMembers[group]
    .filter(([member, set]) => entries.some((entry) => isUnknown(set, entry[member])))
    .map(([member]) => `${group}/${member}`);
}

const isUnknown = (set: ValueSetName, code: JsonValue | undefined): boolean =>
  typeof code === 'string' && code !== '' && displayOf(set, code) === undefined;
