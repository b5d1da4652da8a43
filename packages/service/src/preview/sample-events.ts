import type { JsonObject } from '@mohar/credential/json.ts';
import type { CountryPack } from '../country/pack.ts';
import type { EventKind } from '../issuing/read-events.ts';

/** An event of nobody, for showing what a design makes of it. */
export interface SampleEvent {
  /** Such as `vaccination-domestic-final`, `test-negative`, or an entity type. */
  readonly name: string;
  readonly kind: EventKind;
  readonly event: JsonObject;
  /** Made of an example by changing it: where the country's rules refuse it, there are no such certificates. */
  readonly derived: boolean;
}

/** What each dose is to its course: one before the last, the last, and one beyond. */
const stages = [
  ['provisional', -1],
  ['final', 0],
  ['precaution', 1],
] as const;

/**
 * Events of every kind and stage of a country.
 *
 * @param examples the country's own events by name: `domestic`, `international` and `test`, of which the others are made; its
 *   entity types by theirs. One with the name of a sample takes its place.
 */
export function sampleEvents(pack: CountryPack, examples: ReadonlyMap<string, JsonObject>): SampleEvent[] {
  const made = [
    ...(['domestic', 'international'] as const).flatMap((kind) => vaccinationsOf(kind, examples.get(kind))),
    ...testsOf(examples.get('test')),
    ...[...pack.entityTypes].flatMap(([name, kind]) => {
      const event = examples.get(name);
      return event ? [{ name, kind, event, derived: false }] : [];
    }),
  ];
  return made.map((sample) => {
    const own = sample.name === sample.kind ? undefined : examples.get(sample.name);
    return own ? { ...sample, event: own, derived: false } : sample;
  });
}

function vaccinationsOf(kind: 'domestic' | 'international', example: JsonObject | undefined): SampleEvent[] {
  if (!example) return [];
  const vaccination = recent(example.vaccination as JsonObject, yearsAfter(example));
  const total = Number(vaccination.totalDoses);
  return stages.flatMap(([stage, beyond]) => {
    const dose = total + beyond;
    if (dose < 1) return [];
    return {
      name: `vaccination-${kind}-${stage}`,
      kind,
      derived: dose !== vaccination.dose,
      event: {
        ...ofNobody(example),
        vaccination: { ...vaccination, dose },
        meta: { ...(example.meta as JsonObject), vaccinations: dosesBefore(dose, vaccination) },
      },
    };
  });
}

/** Doses before one, as source systems list them: a month apart. */
const dosesBefore = (dose: number, { name, manufacturer, batch, date }: JsonObject): JsonObject[] =>
  Array.from({ length: dose - 1 }, (_, n) => ({
    dose: n + 1,
    name: name ?? null,
    manufacturer: manufacturer ?? null,
    batch: batch ?? null,
    date: monthsBefore(String(date), dose - 1 - n),
  }));

const monthsBefore = (moment: string, months: number): string =>
  Temporal.PlainDate.from(moment.slice(0, 10)).subtract({ months }).toString();

function testsOf(example: JsonObject | undefined): SampleEvent[] {
  if (!example) return [];
  const details: JsonObject = { ...(example.testDetails as JsonObject), ...recentTest };
  return (['Negative', 'Positive'] as const).map((result) => ({
    name: `test-${result.toLowerCase()}`,
    kind: 'test' as const,
    derived: details.result !== result,
    event: { ...ofNobody(example), testDetails: { ...details, result } },
  }));
}

/** So that whoever sees a page knows that it is about nobody. */
function ofNobody(example: JsonObject): JsonObject {
  const recipient = example.recipient as JsonObject;
  return { ...example, recipient: { ...recipient, name: `SAMPLE ${recipient.name}` } };
}

/** Samples are issued on 1 September 2026: what they are about is as long ago as it is for certificates. */
const recentTest = {
  sampleCollectionTimestamp: '2026-06-01T06:30:00Z',
  resultTimestamp: '2026-06-01T15:05:00Z',
};

function yearsAfter({ vaccination }: JsonObject): number {
  const { date } = vaccination as JsonObject;
  const [year = '', monthAndDay = ''] = [String(date).slice(0, 4), String(date).slice(5, 10)];
  return (monthAndDay < '08-25' ? 2026 : 2025) - Number(year);
}

/** An object whose dates are some years later. */
const recent = (value: JsonObject, years: number): JsonObject =>
  Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      typeof member === 'string' && /^\d{4}-\d{2}-\d{2}(?:T|$)/.test(member)
        ? Temporal.PlainDate.from(member.slice(0, 10)).add({ years }).toString() + member.slice(10)
        : member,
    ]),
  );
