import { parseFullCivilDate } from '../../event/civil-date.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { type DocumentType, samplingMethods, testOutcomes, testsConducted } from './message.ts';

/** What a document is about, by its header; undefined for other types of VDS-NC. */
export function documentTypeOf({ hdr }: JsonObject): DocumentType | undefined {
  const type = isJsonObject(hdr) ? hdr.t : undefined;
  return type === 'icao.vacc' || type === 'icao.test' ? type : undefined;
}

/**
 * The members that a document needs and does not have as it must: `msg.ve[0].vd[0].dvc`. Looks at what decides who
 * and what a document is about. How long texts are is not judged, and neither is whom to ask about a test: issuers
 * in the field are generous with both.
 */
export function schemaFaults(data: JsonObject): string[] {
  const faults: string[] = [];
  const hdr = new Members(data.hdr, 'hdr', faults);
  hdr.need('is', (value) => typeof value === 'string' && /^[A-Z]{1,3}$/.test(value));
  hdr.need('v', (value) => value === 1);
  const msg = new Members(data.msg, 'msg', faults);
  const type = documentTypeOf(data);
  if (type === 'icao.vacc') vaccinationFaults(msg);
  else if (type === 'icao.test') testFaults(msg);
  else faults.push('hdr.t');
  return faults;
}

/** Members of a sound document whose codes are in no list of the specification. */
export function unknownCodes({ msg }: JsonObject): string[] {
  const unknown: string[] = [];
  const result = new Members(isJsonObject(msg) ? msg.tr : undefined, 'msg.tr', unknown);
  if (!result.isThere) return [];
  result.may('tc', (value) => isOneOf(testsConducted, value));
  result.may('r', (value) => isOneOf(testOutcomes, value));
  result.may('m', (value) => isOneOf(samplingMethods, value));
  return unknown;
}

function vaccinationFaults(msg: Members): void {
  msg.need('uvci', isText);
  const pid = msg.object('pid');
  pid.need('n', isText);
  pid.may('dob', isDate);
  pid.may('i', isText);
  pid.may('sex', isText);
  if (!pid.has('dob') && !pid.has('i')) pid.need('dob', isDate);
  for (const entry of msg.list('ve')) {
    entry.need('des', isText);
    entry.need('nam', isText);
    for (const dose of entry.list('vd')) {
      dose.need('dvc', isDate);
      dose.need('seq', isDoseNumber);
      dose.need('ctr', isText);
      dose.need('lot', isText);
      dose.may('dvn', isDate);
    }
  }
}

function testFaults(msg: Members): void {
  msg.need('utci', isText);
  const pid = msg.object('pid');
  for (const name of ['n', 'dt', 'dn']) pid.need(name, isText);
  pid.need('dob', isDate);
  const provider = msg.object('sp');
  for (const name of ['spn', 'ctr']) provider.need(name, isText);
  const times = msg.object('dat');
  for (const name of ['sc', 'ri']) times.need(name, isInstant);
  const result = msg.object('tr');
  for (const name of ['tc', 'r']) result.need(name, isText);
  result.may('m', isText);
}

/** An object of the document, with the path to it; what is wrong goes into the list of faults. */
class Members {
  readonly #value: JsonObject | undefined;
  readonly #path: string;
  readonly #faults: string[];

  constructor(value: JsonValue | undefined, path: string, faults: string[]) {
    this.#value = isJsonObject(value) ? value : undefined;
    this.#path = path;
    this.#faults = faults;
  }

  get isThere(): boolean {
    return this.#value !== undefined;
  }

  has(name: string): boolean {
    return this.#value !== undefined && Object.hasOwn(this.#value, name);
  }

  need(name: string, isRight: (value: JsonValue) => boolean): void {
    const value = this.has(name) ? this.#value?.[name] : undefined;
    if (value === undefined || !isRight(value)) this.#faults.push(`${this.#path}.${name}`);
  }

  may(name: string, isRight: (value: JsonValue) => boolean): void {
    if (this.has(name)) this.need(name, isRight);
  }

  object(name: string): Members {
    this.need(name, isJsonObject);
    return new Members(this.#value?.[name], `${this.#path}.${name}`, this.#faults);
  }

  /** The items of a list that has at least one. */
  list(name: string): Members[] {
    this.need(name, (value) => Array.isArray(value) && value.length > 0);
    const items = this.#value?.[name];
    if (!Array.isArray(items)) return [];
    return items.map((item: JsonValue, n) => new Members(item, `${this.#path}.${name}[${n}]`, this.#faults));
  }
}

const isText = (value: JsonValue): boolean => typeof value === 'string' && value.trim() !== '';
const isDate = (value: JsonValue): boolean =>
  typeof value === 'string' && parseFullCivilDate(value) !== undefined;
/** RFC 3339. */
const isInstant = (value: JsonValue): boolean =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/.test(value) &&
  !Number.isNaN(Date.parse(value));
const isDoseNumber = (value: JsonValue): boolean =>
  typeof value === 'number' ? Number.isInteger(value) && value >= 1 : /^[1-9]\d?$/.test(String(value));
const isOneOf = (list: readonly string[], value: JsonValue): boolean =>
  typeof value === 'string' && list.includes(value);
