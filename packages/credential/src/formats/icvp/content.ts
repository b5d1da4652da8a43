import type { CborValue } from '../../cose/cbor.ts';
import { parseCivilDate } from '../../event/civil-date.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import {
  type FieldSet,
  type FieldSetName,
  fieldSetNamed,
  type HolderField,
  type VaccinationField,
} from './field-set.ts';

/** What an ICVP says, whatever its set of fields calls it. All values are texts. */
export interface IcvpContent {
  readonly fieldSet: FieldSetName;
  readonly holder: Readonly<Partial<Record<HolderField, string>>>;
  readonly vaccination: Readonly<Partial<Record<VaccinationField, string>>>;
}

/** An ICVP, to be signed. */
export interface IcvpDocument extends IcvpContent {
  /** Its number within the claim −260. */
  readonly subclaim: number;
  /** ISO 3166-1 alpha-2 of the issuing country. */
  readonly country: string;
  readonly certificateId: string;
}

/** The content as its set of fields writes it. */
export function membersOf({ fieldSet, holder, vaccination }: IcvpContent): JsonObject {
  const set = fieldSetNamed(fieldSet);
  return { ...named(holder, set.holder), [set.event]: named(vaccination, set.vaccination) };
}

/** Whether CBOR looks like an ICVP of any set of fields: a map with a name and a dose. */
export const isIcvp = (value: CborValue): boolean =>
  value instanceof Map && value.has('n') && (isEvent(value.get('vx')) || isEvent(value.get('v')));

const isEvent = (value: unknown) => value instanceof Map || Array.isArray(value);

/**
 * Reads the members of an ICVP of any set of fields; numbers are taken for texts.
 *
 * @returns the content; the members that are missing or not as the set of fields wants them; and those that should be
 *   there, and are not in certificates that are in circulation.
 */
export function contentOf(members: JsonObject): {
  content: IcvpContent;
  faulty: readonly string[];
  lacking: readonly string[];
} {
  const set = fieldSetOf(members);
  const event = eventOf(members[set.event]);
  const faulty: string[] = [];
  const read = <Field extends string>(
    names: Readonly<Partial<Record<Field, string>>>,
    from: JsonObject,
    path: string,
  ) => {
    const found: Partial<Record<Field, string>> = {};
    for (const [field, name] of Object.entries(names) as [Field, string][]) {
      const value = from[name];
      const text = textOf(value);
      if (text !== undefined) found[field] = text;
      else if (value !== undefined && value !== null && value !== '') faulty.push(path + name);
      else if (set.required.includes(field as never)) faulty.push(path + name);
    }
    return found;
  };
  const holder = read(set.holder, members, '');
  const vaccination = read(set.vaccination, event, `${set.event}.`);
  const isAttested = vaccination.issuer !== undefined || vaccination.clinician !== undefined;
  for (const field of ['date', 'validFrom', 'validUntil'] as const) {
    const value = vaccination[field];
    if (value !== undefined && !isDate(value)) faulty.push(`${set.event}.${set.vaccination[field]}`);
  }
  if (holder.birthDate !== undefined && !isDate(holder.birthDate))
    faulty.push(set.holder.birthDate as string);
  return {
    content: { fieldSet: set.name, holder, vaccination },
    faulty,
    lacking: isAttested ? [] : [`${set.event}.is`],
  };
}

/** In 2024 the vaccine is an ICD-11 code beside its disease; in 2025 the product stands in its place. */
function fieldSetOf(members: JsonObject): FieldSet {
  if (members.vx !== undefined) return fieldSetNamed('2026');
  const event = eventOf(members.v);
  return fieldSetNamed(
    members.ndt !== undefined || (event.tg === undefined && !/^X[A-Z0-9]{5}$/.test(String(event.vp)))
      ? '2025'
      : '2024',
  );
}

/** The logical model of 2025 has a list, of which an ICVP has one. */
function eventOf(value: JsonValue | undefined): JsonObject {
  const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isJsonObject(one) ? one : {};
}

const named = <Field extends string>(
  values: Readonly<Partial<Record<Field, string>>>,
  names: Readonly<Partial<Record<Field, string>>>,
): JsonObject =>
  Object.fromEntries(
    (Object.entries(names) as [Field, string][]).flatMap(([field, name]) => {
      const value = values[field];
      return value === undefined ? [] : [[name, value]];
    }),
  );

const textOf = (value: JsonValue | undefined): string | undefined =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;

/** Dates come with times as well. */
const isDate = (text: string) => parseCivilDate(text.replace(/T.*$/s, '')) !== undefined;
