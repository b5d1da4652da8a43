import { sexNamed } from '@mohar/credential/codes/sexes.ts';
import { type Address, type HealthEvent, stageOf } from '@mohar/credential/event/health-event.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '@mohar/credential/json.ts';
import type { MessageArguments } from '@mohar/print/language/words.ts';
import { identityOnPaper } from '../country/identity.ts';
import { nextDoseOf } from '../country/next-dose.ts';
import type { CountryPack } from '../country/pack.ts';
import { vaccineNamed } from '../country/vaccine-named.ts';
import type { CertifiableEvent } from './certifiable-event.ts';

/** What the pages of a certificate show of its event, by the names that templates know (docs/countries/templates.md). */
export function printableEvent(event: CertifiableEvent, pack: CountryPack): JsonObject {
  if (event.kind === 'entity') return { kind: event.entityType, subject: event.subject };
  const common = { beneficiary: beneficiaryOf(event, pack), facility: placeOf(event.facility) };
  if (event.kind === 'test') {
    const { testDetails, verifier } = event;
    return {
      kind: 'test',
      stage: null,
      ...common,
      vaccination: null,
      test: {
        disease: testDetails.disease,
        testName: testDetails.testName ?? null,
        testType: testDetails.testType,
        manufacturer: testDetails.manufacturer ?? null,
        batch: testDetails.batch ?? null,
        sampleOrigin: testDetails.sampleOrigin ?? null,
        sampleCollected: testDetails.sampleCollectionTimestamp,
        resultAt: testDetails.resultTimestamp,
        result: testDetails.result,
      },
      vaccinator: verifier?.name ?? null,
      earlierDoses: [],
    };
  }
  const { vaccination } = event;
  const vaccine = vaccineNamed(pack, vaccination.name);
  const nextDose = nextDoseOf(pack, event);
  const international = event.form === 'international';
  return {
    kind: international ? 'vaccination-international' : 'vaccination-domestic',
    stage: stageOf(vaccination.dose, vaccination.totalDoses),
    ...common,
    vaccination: {
      vaccine: vaccination.name,
      disease: vaccine?.disease ?? pack.disease,
      manufacturer: vaccination.manufacturer,
      batch: vaccination.batch ?? null,
      date: vaccination.date,
      civilDate: vaccination.civilDate,
      dose: vaccination.dose,
      totalDoses: vaccination.totalDoses,
      effectiveStart: vaccination.effectiveStart,
      effectiveUntil: vaccination.effectiveUntil,
      nextDose: nextDose ? { from: nextDose.from, until: nextDose.until ?? null } : null,
      icd11Code: vaccine?.icd11Code || null,
      prophylaxis: vaccine?.prophylaxis || null,
      country: international ? pack.country.alpha3 : null,
    },
    test: null,
    vaccinator: event.vaccinator?.name ?? null,
    earlierDoses: earlierDoses(event.meta, vaccination.dose, pack),
  };
}

const beneficiaryOf = ({ recipient, beneficiary }: HealthEvent, pack: CountryPack): JsonObject => ({
  name: recipient.name,
  id: beneficiary,
  age: recipient.age ?? null,
  dob: recipient.dob ?? null,
  years: yearsOf(recipient.age) ?? null,
  gender: recipient.gender ?? null,
  sex: sexNamed(recipient.gender) ?? null,
  uhid: recipient.uhid ?? null,
  nationality: recipient.nationality ?? null,
  identity: identityOf(recipient.identity, pack),
  address: addressOf(recipient.address),
});

/** What the messages of a certificate may ask for (docs/countries/messages.md). */
export function knownOf(event: CertifiableEvent, pack: CountryPack): MessageArguments {
  if (event.kind === 'entity') return {};
  const years = yearsOf(event.recipient.age);
  return {
    gender: sexNamed(event.recipient.gender) ?? 'other',
    ...(years === undefined ? {} : { years }),
    ...(event.kind === 'vaccination'
      ? {
          dose: event.vaccination.dose,
          totalDoses: event.vaccination.totalDoses,
          ...nextDoseOf(pack, event),
        }
      : {}),
  };
}

/** Completed years, where an age is nothing else. */
const yearsOf = (age: string | undefined): number | undefined =>
  age !== undefined && /^\d{1,3}$/.test(age) ? Number(age) : undefined;

/** The kind of document, by its word in the group `identityDocuments`, and as much of its number as is shown. */
function identityOf(identity: string, pack: CountryPack): JsonValue {
  const shown = identityOnPaper(pack, identity);
  return shown ? { document: shown.name.replace(/^identityDocuments\./, ''), number: shown.value } : null;
}

const placeOf = ({ name, address }: HealthEvent['facility']): JsonObject => ({
  name,
  address: addressOf(address),
});

const addressOf = (address: Address | undefined): JsonValue =>
  address
    ? {
        line1: address.addressLine1 ?? null,
        line2: address.addressLine2 ?? null,
        district: address.district ?? address.city ?? null,
        state: address.state ?? null,
        pincode: address.pincode ?? null,
        country: address.country ?? null,
      }
    : null;

/** Doses before this one, as the source system lists them in `meta.vaccinations`; entries without a dose are skipped. */
function earlierDoses(meta: JsonObject, current: number, pack: CountryPack): JsonObject[] {
  const listed = Array.isArray(meta.vaccinations) ? (meta.vaccinations as readonly JsonObject[]) : [];
  return listed
    .filter(({ dose }) => typeof dose === 'number' && dose >= 1 && dose < current)
    .sort((a, b) => Number(a.dose) - Number(b.dose))
    .map(({ dose, name, manufacturer, batch, date, facility }) => ({
      dose: dose ?? null,
      vaccine: name || null,
      prophylaxis: (typeof name === 'string' && vaccineNamed(pack, name)?.prophylaxis) || null,
      manufacturer: manufacturer || null,
      batch: batch || null,
      date: date || null,
      facility: placeNamed(facility),
    }));
}

/** Lists have places as their names, or as events have them. */
function placeNamed(facility: JsonValue | undefined): string | null {
  const name = isJsonObject(facility) ? facility.name : facility;
  return typeof name === 'string' && name !== '' ? name : null;
}
