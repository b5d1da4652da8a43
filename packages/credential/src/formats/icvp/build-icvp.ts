import { isCertainlyAfter, parseFullCivilDate } from '../../event/civil-date.ts';
import type { Fault } from '../../event/fault.ts';
import type { VaccinationEvent } from '../../event/health-event.ts';
import type { ExportRecord, VaccineCodes } from '../export-record.ts';
import { NotExpressibleError } from '../not-expressible-error.ts';
import { isForLife, productOf } from './catalogue.ts';
import type { IcvpContent, IcvpDocument } from './content.ts';
import {
  type FieldSet,
  type FieldSetName,
  fieldSetNamed,
  type HolderField,
  type VaccinationField,
} from './field-set.ts';
import { identityDocumentOf } from './identity-document.ts';
import { firstDayByRule, judgePeriod } from './period.ts';
import { sexNamed } from './sex.ts';

export interface IcvpOptions {
  /** The set of fields to write; by default `2024`. */
  readonly fieldSet?: FieldSetName;
  /** Its number within the claim −260, once WHO assigns one; by default −6, which is proposed. */
  readonly subclaim?: number;
  /** ISO 3166-1 alpha-3 of the holder's nationality, which events tell in words. */
  readonly nationality?: string;
  /** Number of the passport that the holder travels with; by default the identity of the event. */
  readonly passport?: string;
  /** Name of a minor's parent or guardian. */
  readonly guardian?: string;
  /** Time of issuing, milliseconds since 1970: what has ended by then is refused. */
  readonly at?: number;
}

/** Number of the content within the claim −260, as proposed (HCERT, subclaims below 0 are for development). */
const proposedSubclaim = -6;

/**
 * An International Certificate of Vaccination or Prophylaxis of one dose, against any disease.
 *
 * @throws NotExpressibleError with every fault: a test, what the set of fields demands and the record lacks, a dose that
 *   counts no more.
 */
export function buildIcvp(record: ExportRecord, options: IcvpOptions = {}): IcvpDocument {
  const { event, vaccine } = record;
  if (event.kind !== 'vaccination') {
    throw new NotExpressibleError('ICVP', [
      { pointer: '/testDetails', rule: 'event-kind', message: 'must be a vaccination' },
    ]);
  }
  const set = fieldSetNamed(options.fieldSet ?? '2024');
  const content: IcvpContent = {
    fieldSet: set.name,
    holder: given(holderOf(event, set, options), set.holder),
    vaccination: given(vaccinationOf(record, event, vaccine, set), set.vaccination),
  };
  const faults = faultsOf(content, set);
  if (options.at !== undefined && judgePeriod(content.vaccination, options.at) === 'over') faults.push(over);
  if (faults.length > 0) throw new NotExpressibleError('ICVP', faults);
  return {
    ...content,
    subclaim: options.subclaim ?? proposedSubclaim,
    country: record.country.alpha2,
    certificateId: record.certificateId,
  };
}

type Values<Field extends string> = Readonly<Partial<Record<Field, string | undefined>>>;

function holderOf({ recipient }: VaccinationEvent, set: FieldSet, options: IcvpOptions): Values<HolderField> {
  const sex = sexNamed(recipient.gender);
  const nationality = options.nationality ?? recipient.nationality ?? '';
  const document = identityDocumentOf(options.passport, recipient.identity);
  return {
    name: recipient.name,
    birthDate: recipient.dob,
    sex: sex && set.sexes[sex],
    nationality: set.nationality.test(nationality) ? nationality : undefined,
    identifier: document.number,
    identifierType: document.type,
    guardian: options.guardian,
    version: set.version,
  };
}

function vaccinationOf(
  { disease, country, issuerName }: ExportRecord,
  { vaccination, vaccinator }: VaccinationEvent,
  vaccine: VaccineCodes | undefined,
  set: FieldSet,
): Values<VaccinationField> {
  const product = vaccine?.whoProduct === undefined ? undefined : productOf(vaccine.whoProduct);
  const firstDay = firstDayByRule({ disease: disease.icd11, date: vaccination.civilDate });
  const namesTradeItem = set.vaccination.vaccine !== undefined;
  return {
    disease: disease.icd11,
    vaccine: vaccine?.icd11Code,
    product: namesTradeItem ? product?.tradeItem : product?.id,
    manufacturer: vaccination.manufacturer,
    manufacturerId: product?.manufacturerId,
    date: vaccination.civilDate,
    batch: vaccination.batch,
    validFrom: laterOf(vaccination.effectiveStart, firstDay),
    // International Health Regulations, annex 7: no end may be stated.
    validUntil: isForLife(disease.icd11) ? undefined : vaccination.effectiveUntil,
    clinician: vaccinator?.name,
    issuer: set.issuer === 'country' ? country.alpha3 : issuerName,
    dose: String(vaccination.dose),
  };
}

/** Of a first day that was told and the one of a rule, the later. */
function laterOf(told: string | undefined, byRule: string | undefined): string | undefined {
  if (told === undefined || byRule === undefined) return told ?? byRule;
  const [first, second] = [told, byRule].map((day) => parseFullCivilDate(day.slice(0, 10)));
  return first && second && isCertainlyAfter(first, second) ? told : byRule;
}

/** Where the fields come from, and what is wrong where they are missing. */
const sources: Readonly<Partial<Record<HolderField | VaccinationField, Fault>>> = {
  birthDate: { pointer: '/recipient/dob', rule: 'required', message: 'must be given' },
  sex: { pointer: '/recipient/gender', rule: 'required', message: 'must be given' },
  nationality: {
    pointer: '/recipient/nationality',
    rule: 'country-code',
    message: 'must be an ISO 3166-1 alpha-3 code',
  },
  vaccine: {
    pointer: '/vaccination/name',
    rule: 'unknown-vaccine',
    message: 'must be a vaccine with an ICD-11 code',
  },
  product: {
    pointer: '/vaccination/name',
    rule: 'not-prequalified',
    message: 'must be in the WHO list of prequalified products',
  },
  batch: { pointer: '/vaccination/batch', rule: 'required', message: 'must be given' },
};

const over: Fault = {
  pointer: '/vaccination/effectiveUntil',
  rule: 'period-over',
  message: 'must not be over: the dose counts no more, and neither would the certificate',
};

const unattested: Fault = {
  pointer: '/vaccinator/name',
  rule: 'required',
  message: 'must be given, where the issuer has no name',
};

function faultsOf({ holder, vaccination }: IcvpContent, set: FieldSet): Fault[] {
  const values: Values<HolderField | VaccinationField> = { ...holder, ...vaccination };
  const faults = set.required.flatMap((field) => {
    const fault = sources[field];
    return values[field] || !fault ? [] : [fault];
  });
  // Of the members that tell who answers for the dose, one must be there.
  if (!vaccination.clinician && !vaccination.issuer) faults.push(unattested);
  if (set.fullBirthDate && holder.birthDate && !parseFullCivilDate(holder.birthDate)) {
    const message = 'must have its month and day';
    faults.push({ pointer: '/recipient/dob', rule: 'full-date', message });
  }
  return faults;
}

/** The values that are given, and that the set of fields has a name for. */
const given = <Field extends string>(
  values: Values<Field>,
  names: Readonly<Partial<Record<Field, string>>>,
): Partial<Record<Field, string>> =>
  Object.fromEntries(
    Object.entries(values).filter(([field, value]) => value && names[field as Field] !== undefined),
  ) as Partial<Record<Field, string>>;
