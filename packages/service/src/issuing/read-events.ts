import { type Fault, type Parsed, pointerTo } from '@mohar/credential/event/fault.ts';
import { freeJsonFaults } from '@mohar/credential/event/free-json.ts';
import type { EventSetting } from '@mohar/credential/event/health-event.ts';
import { parseTest } from '@mohar/credential/event/parse-test.ts';
import { parseVaccination } from '@mohar/credential/event/parse-vaccination.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import { isPlainCredentialJson } from '@mohar/credential/verification/json-bounds.ts';
import { catalogueFaults, fieldFaults } from '../country/country-rules.ts';
import type { EntityType } from '../country/entity-type.ts';
import type { CountryPack } from '../country/pack.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import { unprintableFaults } from './unprintable.ts';

/** Which certify call an event came by. */
export type EventKind = 'domestic' | 'international' | 'test' | EntityType;

/**
 * Reads one event of a certify call: its own rules, those of the country, and whether it can be printed.
 *
 * @param base JSON Pointer to the event in the request.
 * @returns the event, or every fault.
 */
export function readEvent(
  value: unknown,
  kind: EventKind,
  pack: CountryPack,
  now: number,
  base: string,
): Parsed<CertifiableEvent> {
  const setting: EventSetting = { now, timeZone: pack.timeZone };
  const parsed = parse(value, kind, setting, base);
  const byCountry = typeof kind === 'string' ? fieldFaults(pack, kind, value, base) : [];
  if (!parsed.ok) return { ok: false, faults: withoutRepetition(parsed.faults, byCountry) };
  const { value: event } = parsed;
  const faults = [
    ...byCountry,
    ...(event.kind === 'entity' ? [] : catalogueFaults(pack, event, base)),
    ...printed(event).flatMap(([name, member]) =>
      unprintableFaults(member, pointerTo(base, name), pack.fontCodePoints),
    ),
  ];
  return faults.length > 0 ? { ok: false, faults } : parsed;
}

/** A member that Mohar's own rules refuse is not refused again by the country's. */
const withoutRepetition = (own: readonly Fault[], byCountry: readonly Fault[]): Fault[] => [
  ...own,
  ...byCountry.filter(({ pointer }) => !own.some((fault) => fault.pointer === pointer)),
];

function parse(
  value: unknown,
  kind: EventKind,
  setting: EventSetting,
  base: string,
): Parsed<CertifiableEvent> {
  if (kind === 'test') return parseTest(value, setting, base);
  if (kind === 'domestic' || kind === 'international') return parseVaccination(value, kind, setting, base);
  const faults = kind.faults(value, base);
  if (faults.length === 0) faults.push(...freeJsonFaults(value, base));
  if (faults.length > 0) return { ok: false, faults };
  const subject = value as JsonObject;
  // JSON-LD would drop it unsigned, and verifiers would refuse the rest.
  if (!isPlainCredentialJson(subject)) {
    const message =
      'must hold no null, no empty list or text of lone surrogates, and no number that JSON-LD rounds';
    return { ok: false, faults: [{ pointer: base, rule: 'signable', message }] };
  }
  return {
    ok: true,
    value: {
      kind: 'entity',
      entityType: kind.entityType,
      beneficiary: String(subject[kind.beneficiaryMember]),
      program: '',
      subject,
    },
  };
}

/** What of an event a certificate shows, by the names that the members have in the request. */
function printed(event: CertifiableEvent): [string, unknown][] {
  if (event.kind === 'entity') return Object.entries(event.subject);
  const { kind: _, contact: __, program: ___, beneficiary, ...shown } = event;
  return Object.entries({ preEnrollmentCode: beneficiary, ...shown });
}
