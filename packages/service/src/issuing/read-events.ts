import { type Fault, type Parsed, pointerTo } from '@mohar/credential/event/fault.ts';
import { freeJsonFaults } from '@mohar/credential/event/free-json.ts';
import type { EventSetting } from '@mohar/credential/event/health-event.ts';
import { parseTest } from '@mohar/credential/event/parse-test.ts';
import { parseVaccination } from '@mohar/credential/event/parse-vaccination.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import { isPlainCredentialJson } from '@mohar/credential/verification/json-bounds.ts';
import type { EntityType } from '../country/entity-type.ts';
import type { CountryPack } from '../country/pack.ts';
import { diseasesNamed } from '../country/vaccine-named.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import { unprintableFaults } from './unprintable.ts';

/** Which certify call an event came by. */
export type EventKind = 'domestic' | 'international' | 'test' | EntityType;

/**
 * Reads one event of a certify call: its own rules, then whether it is one event, and whether it can be printed.
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
  if (!parsed.ok) return parsed;
  const faults = [
    ...diseaseFaults(parsed.value, pack, base),
    ...printed(parsed.value).flatMap(([name, member]) => unprintableFaults(member, pointerTo(base, name))),
  ];
  return faults.length > 0 ? { ok: false, faults } : parsed;
}

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

/** That a vaccination is against several diseases: nobody shall have to guess of which it is the event. */
function diseaseFaults(event: CertifiableEvent, pack: CountryPack, base: string): Fault[] {
  if (event.kind !== 'vaccination') return [];
  if (diseasesNamed(pack, event.vaccination.name).length === 1) return [];
  const message =
    'must name a vaccine against one disease, not vaccines against several: send an event for each';
  return [{ pointer: `${base}/vaccination/name`, rule: 'one-disease', message }];
}

/** What of an event a certificate shows, by the names that the members have in the request. */
function printed(event: CertifiableEvent): [string, unknown][] {
  if (event.kind === 'entity') return Object.entries(event.subject);
  const { kind: _, contact: __, program: ___, beneficiary, ...shown } = event;
  return Object.entries({ preEnrollmentCode: beneficiary, ...shown });
}
