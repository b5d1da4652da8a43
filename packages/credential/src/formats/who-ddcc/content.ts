import { parseCivilDate } from '../../event/civil-date.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Coding } from './core-data-set.ts';
import { present } from './present.ts';

/** What a DDCC says, in whichever of its forms: names of the logical model, or those of WHO's QR codes. */
export interface DdccContent {
  readonly kind: 'vaccination' | 'test';
  readonly name?: string;
  readonly birthDate?: string;
  readonly sex?: Coding;
  readonly hcid?: string;
  readonly issuer?: string;
  readonly validFrom?: string;
  readonly validUntil?: string;
  /** Date, with a time or without, of the dose or the sample. */
  readonly date?: string;
  readonly centre?: string;
  readonly brand?: Coding;
  readonly manufacturer?: Coding;
  readonly vaccine?: Coding;
  readonly lot?: string;
  readonly effectiveFrom?: string;
  readonly dose?: number;
  readonly totalDoses?: number;
  readonly practitioner?: string;
  readonly disease?: Coding;
  readonly pathogen?: Coding;
  readonly type?: Coding;
  readonly result?: Coding;
}

/** What a DDCC cannot do without, less than the core data set demands: WHO's own examples lack some of it. */
const required = {
  vaccination: ['name', 'vaccine', 'date'],
  test: ['name', 'pathogen', 'type', 'date', 'result'],
} as const;

const dates = ['birthDate', 'validFrom', 'validUntil', 'effectiveFrom', 'date'] as const;

/**
 * Reads the members of a DDCC.
 *
 * @returns the content, and the members that are missing or are no dates where they should be.
 */
export function contentOf(
  kind: DdccContent['kind'],
  members: JsonObject,
): { content: DdccContent; faulty: readonly string[] } {
  const inner = kind === 'vaccination' ? members.vaccination : members.test;
  const event = isJsonObject(inner) ? inner : members;
  const certificate = objectOf(members.certificate);
  const period = objectOf(certificate.period);
  const content: DdccContent = present({
    kind,
    name: text(members.name),
    birthDate: text(members.birthDate),
    sex: coding(members.sex),
    hcid: text(members.hcid) ?? text(certificate.hcid),
    issuer: text(members.pha) ?? text(certificate.issuer),
    validFrom: text(members.valid_from) ?? text(period.start),
    validUntil: text(members.valid_until) ?? text(period.end),
    date: text(event.date),
    centre: text(event.centre),
    brand: coding(event.brand),
    manufacturer: coding(event.manufacturer) ?? coding(event.ma_holder) ?? coding(event.maholder),
    vaccine: coding(event.vaccine),
    lot: text(event.lot),
    effectiveFrom: text(event.vaccine_valid) ?? text(event.validFrom),
    dose: count(event.dose),
    totalDoses: count(event.total_doses) ?? count(event.totalDoses),
    practitioner: text(event.hw) ?? text(event.practitioner),
    disease: coding(event.disease),
    pathogen: coding(event.pathogen),
    type: coding(event.type),
    result: coding(event.result),
  });
  const missing = required[kind].filter((name) => content[name] === undefined);
  const unreadable = dates.filter((name) => content[name] !== undefined && !isDate(content[name] as string));
  return { content, faulty: [...missing, ...unreadable] };
}

const objectOf = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});

/** Texts, as texts, numbers, or what FHIR wraps them in (Identifier, Reference, Coding). */
function text(value: JsonValue | undefined): string | undefined {
  if (isJsonObject(value)) return text(value.value) ?? text(value.display) ?? text(value.code);
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;
}

function coding(value: JsonValue | undefined): Coding | undefined {
  if (!isJsonObject(value)) {
    const words = text(value);
    return words === undefined ? undefined : { code: words };
  }
  const code = text(value.code) ?? text(value.display);
  if (code === undefined) return undefined;
  return present({ system: text(value.system), code, display: text(value.display) });
}

const count = (value: JsonValue | undefined): number | undefined => {
  const number = Number(text(value) ?? Number.NaN);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
};

const isDate = (value: string) => parseCivilDate(value.replace(/T.*$/s, '')) !== undefined;
