import { parseFullCivilDate } from '../../event/civil-date.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { type Group, groupsIn } from './entries.ts';
import { isImpossibleCode } from './impossible-codes.ts';

/**
 * Members of a content that are not as ehn-dcc-schema 1.3.3 (DCC.combined-schema.json) wants them: `nam/fnt`, `v/dn`.
 *
 * Written out, since verifiers in browsers may not compile schemas. It is milder where certificates that countries have
 * issued need it: null is as good as absent, dates may have a time of day behind them and that time no zone, codes may be
 * empty, a test centre's name may be long, and a certificate by an older schema may have several entries of one kind. It is stricter with codes that nobody can have meant ({@link isImpossibleCode}).
 */
export function schemaFaultsOf(content: JsonObject): string[] {
  const faults: string[] = [];
  const demand = (member: string, holds: boolean) => {
    if (!holds) faults.push(member);
  };
  // The schema's pattern, whose points are any character: of a long text it would try every place for each of them.
  demand('ver', isText(content.ver, 20) && /^\d+.\d+.\d+$/.test(content.ver));
  demand('dob', isText(content.dob) && birthDate.test(content.dob));
  const { nam } = content;
  demand('nam', isJsonObject(nam));
  if (isJsonObject(nam)) faults.push(...nameFaultsOf(nam).map((member) => `nam/${member}`));

  const groups = groupsIn(content);
  const [group] = groups;
  if (group === undefined || groups.length > 1) return [...faults, groups.join(', ') || 'v, t, r'];
  const entries = content[group];
  if (!Array.isArray(entries) || !entries.every(isJsonObject)) return [...faults, group];
  if (entries.length > 1 && !mayHaveSeveralEntries(content.ver)) return [...faults, group];
  const found = new Set(entries.flatMap((entry) => entryFaultsOf(group, entry)));
  return [...faults, ...[...found].map((member) => `${group}/${member}`)];
}

/** Before 1.3.0 the schema did not limit the entries of a group. */
const mayHaveSeveralEntries = (version: JsonValue | undefined): boolean =>
  isText(version) && /^1\.[0-2]\.\d+$/.test(version);

/** Years of two centuries, with a month and a day or without; `1963-00` is found in the field. */
const birthDate = /^(?:(?:19|20)\d\d(?:-\d\d){0,2}(?:T.*)?)?$/;

function nameFaultsOf(name: JsonObject): string[] {
  const faults = ['fn', 'fnt', 'gn', 'gnt'].filter((member) => {
    const value = name[member] ?? null;
    if (value === null) return false;
    if (!isText(value, 80)) return true;
    return member.endsWith('t') && !/^[A-Z<]*$/.test(value);
  });
  return (name.fnt ?? null) === null && (name.gnt ?? null) === null ? [...faults, 'fnt'] : faults;
}

type Rule = (value: JsonValue) => boolean;
const text =
  (maxLength?: number): Rule =>
  (value) =>
    isText(value, maxLength);
const count: Rule = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 1;
const date: Rule = (value) => isText(value) && isDate(value);
const moment: Rule = (value) => isText(value) && isDate(value) && value.length > 10;
const country: Rule = (value) => isText(value) && /^$|[A-Z]{1,10}/.test(value);

const issued = { co: country, is: text(80), ci: text(80) };
const required: Readonly<Record<Group, Readonly<Record<string, Rule>>>> = {
  v: { tg: text(), vp: text(), mp: text(), ma: text(), dn: count, sd: count, dt: date, ...issued },
  t: { tg: text(), tt: text(), sc: moment, tr: text(), ...issued },
  r: { tg: text(), fr: date, df: date, du: date, ...issued },
};
const optional: Readonly<Record<Group, Readonly<Record<string, Rule>>>> = {
  v: {},
  t: { nm: text(80), ma: text(), tc: text() },
  r: {},
};

function entryFaultsOf(group: Group, entry: JsonObject): string[] {
  const broken = (rules: Readonly<Record<string, Rule>>, mayBeAbsent: boolean) =>
    Object.entries(rules)
      .filter(([member, rule]) => {
        const value = entry[member] ?? null;
        return value === null ? !mayBeAbsent : !rule(value);
      })
      .map(([member]) => member);
  const impossible = ['co', 'ma'].filter((member) => isImpossibleCode(group, member, entry[member]));
  return [...new Set([...broken(required[group], false), ...broken(optional[group], true), ...impossible])];
}

const isText = (value: JsonValue | undefined, maxLength = Number.POSITIVE_INFINITY): value is string =>
  typeof value === 'string' && (value.length <= maxLength || [...value].length <= maxLength);

/** A day that exists, with a time of day behind it or without. */
const isDate = (value: string): boolean =>
  parseFullCivilDate(value.slice(0, 10)) !== undefined &&
  /^$|^[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/.test(value.slice(10));
