import type { JsonObject } from '@mohar/credential/json.ts';
import type { CountryPack, Vaccine } from '../country/pack.ts';
import type { EventKind } from '../issuing/read-events.ts';

/** An event of nobody, for showing what a design makes of it. */
export interface SampleEvent {
  /** Such as `vaccination-domestic-final`, `test-negative`, or an entity type. */
  readonly name: string;
  readonly kind: EventKind;
  readonly event: JsonObject;
}

const person = {
  name: 'SAMPLE Asha Devi',
  dob: '1984-03-27',
  gender: 'Female',
  nationality: 'Utopian',
  identity: 'did:sample.passport:X0000000',
  contact: ['mailto:sample@mohar.example'],
  address: {
    addressLine1: '12, Sample Street',
    addressLine2: 'Ward 4',
    district: 'Sampleton',
    state: 'Sample State',
    pincode: '000000',
  },
};

const facility = {
  name: 'SAMPLE Health Centre',
  address: {
    addressLine1: '1, Hospital Road',
    district: 'Sampleton',
    state: 'Sample State',
    pincode: '000000',
  },
};

/** Doses of a course of two: one that is not the last, the last, and one beyond. */
const stages = [
  ['provisional', 1],
  ['final', 2],
  ['precaution', 3],
] as const;

const dates = ['2026-01-12', '2026-02-09', '2026-08-10'];

/** One of the country's own vaccines against its usual disease: the one that most other countries' formats have a code for. */
function vaccineOf({ vaccines, disease }: CountryPack): string {
  const usual = vaccines.filter((vaccine: Vaccine) => (vaccine.disease ?? disease) === disease);
  const codes = ({ eu, cvx, whoProduct }: Vaccine) => [eu, cvx, whoProduct].filter(Boolean).length;
  const [best] = usual.sort((a, b) => codes(b) - codes(a));
  return (best ?? vaccines[0])?.names[0] ?? 'Sample vaccine';
}

const doseOf = (vaccine: string, dose: number) => ({
  name: vaccine,
  batch: `SAMPLE-${dose}`,
  manufacturer: 'Sample Manufacturer',
  date: `${dates[dose - 1]}T10:30:00Z`,
  dose,
});

/**
 * Events of every kind and stage of a country.
 *
 * @param examples the country's own, by the names of samples: they take the place of these, which its rules may refuse. Its
 *   entity types have a sample where it has an example of their name.
 */
export function sampleEvents(pack: CountryPack, examples: ReadonlyMap<string, JsonObject>): SampleEvent[] {
  const vaccine = vaccineOf(pack);
  const vaccinations = (['domestic', 'international'] as const).flatMap((kind) =>
    stages.map(([stage, dose]) => ({
      name: `vaccination-${kind}-${stage}`,
      kind,
      event: {
        preEnrollmentCode: `SAMPLE-${kind}-${dose}`,
        recipient: person,
        vaccination: {
          ...doseOf(vaccine, dose),
          totalDoses: 2,
          effectiveStart: dates[dose - 1] as string,
          effectiveUntil: '2027-12-31',
        },
        vaccinator: { name: 'SAMPLE Vaccinator' },
        facility,
        meta: {
          vaccinations: Array.from({ length: dose - 1 }, (_, n) => doseOf(vaccine, n + 1)),
        },
      },
    })),
  );
  const tests = (['Negative', 'Positive'] as const).map((result) => ({
    name: `test-${result.toLowerCase()}`,
    kind: 'test' as const,
    event: {
      preEnrollmentCode: `SAMPLE-test-${result}`,
      recipient: person,
      testDetails: {
        testName: 'Sample RT-PCR',
        testType: 'RT-PCR',
        disease: pack.disease,
        manufacturer: 'Sample Diagnostics',
        sampleOrigin: 'Nasopharyngeal swab',
        sampleCollectionTimestamp: '2026-07-02T06:30:00Z',
        resultTimestamp: '2026-07-02T15:05:00Z',
        result,
      },
      verifier: { name: 'SAMPLE Verifier' },
      facility,
    },
  }));
  const entities = [...pack.entityTypes].flatMap(([name, kind]) => {
    const event = examples.get(name);
    return event ? [{ name, kind, event }] : [];
  });
  return [...vaccinations, ...tests, ...entities].map((sample) => ({
    ...sample,
    event: examples.get(sample.name) ?? sample.event,
  }));
}
