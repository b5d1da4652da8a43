import { MalformedListError } from '../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** Members of a signed list's payload, read strictly: anything else than what was announced is an error. */
export interface ListMembers {
  text(name: string): string;
  optionalText(name: string): string | undefined;
  /** An RFC 3339 instant. */
  instant(name: string): string;
  optionalInstant(name: string): string | undefined;
  /** A whole number that is not negative. */
  count(name: string): number;
  optionalCount(name: string): number | undefined;
  list(name: string): readonly ListMembers[];
  optionalTexts(name: string): readonly string[] | undefined;
  optionalObject(name: string): ListMembers | undefined;
  /** Texts by language. */
  translations(name: string): Record<string, string>;
}

/** Reads the members of an object. Every method throws MalformedListError, naming the member. */
export function membersOf(value: JsonValue | undefined, where = ''): ListMembers {
  if (!isJsonObject(value)) throw wrong(where, 'an object');
  const read = <Result>(name: string, is: (value: unknown) => value is Result, right: string): Result => {
    const found = (value as JsonObject)[name];
    if (is(found)) return found;
    throw wrong(`${where}/${name}`, right);
  };
  const optional = <Result>(name: string, readIt: (name: string) => Result) =>
    (value as JsonObject)[name] === undefined ? undefined : readIt(name);
  const members: ListMembers = {
    text: (name) => read(name, isText, 'a text'),
    optionalText: (name) => optional(name, members.text),
    instant: (name) => read(name, isInstant, 'an RFC 3339 instant'),
    optionalInstant: (name) => optional(name, members.instant),
    count: (name) => read(name, isCount, 'a whole number'),
    optionalCount: (name) => optional(name, members.count),
    list: (name) =>
      read(name, isArray, 'an array').map((item, index) => membersOf(item, `${where}/${name}/${index}`)),
    optionalTexts: (name) => optional(name, () => read(name, isTexts, 'an array of texts')),
    optionalObject: (name) =>
      optional(name, () => membersOf((value as JsonObject)[name], `${where}/${name}`)),
    translations: (name) => read(name, isTranslations, 'texts by language'),
  };
  return members;
}

const wrong = (where: string, right: string) => new MalformedListError(`${where || 'It'} must be ${right}.`);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T.*Z$/.test(value) && !Number.isNaN(Date.parse(value));
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isArray = (value: unknown): value is readonly JsonValue[] => Array.isArray(value);
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
const isTranslations = (value: unknown): value is Record<string, string> =>
  isJsonObject(value) && Object.keys(value).length > 0 && Object.values(value).every(isText);
