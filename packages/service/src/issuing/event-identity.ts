import { hash } from 'node:crypto';
import { canonicalJson } from '@mohar/credential/canonical-json.ts';
import type { JsonValue } from '@mohar/credential/json.ts';
import { bareName } from '@mohar/credential/words-of.ts';
import type { CountryPack, EventKeyRules } from '../country/pack.ts';
import { diseasesNamed, vaccineNamed } from '../country/vaccine-named.ts';
import type { CertifiedEvent } from '../registry/certified-event.ts';
import type { CertifiableEvent } from './certifiable-event.ts';

/** What tells one event from another, and one content of an event from another. */
export interface EventIdentity extends CertifiedEvent {
  /** SHA-256 of what makes an event this one, by the country's `eventKey`: one live certificate for each. */
  readonly eventKey: Buffer;
  /** SHA-256 of all that goes into the credential or its PDF: what a repeated event must equal. */
  readonly contentDigest: Buffer;
}

/** Finds the identity of an event. Contact data are no part of it. */
export function identifyEvent(event: CertifiableEvent, pack: CountryPack): EventIdentity {
  const { beneficiary, program } = event;
  const { contact: _, ...content } = { contact: undefined, ...event };
  const certified = {
    beneficiary,
    program,
    certificateType: certificateTypeOf(event),
    ...ofKind(event, pack),
  };
  return {
    ...certified,
    eventKey: eventKeyOf(event, certified, pack),
    contentDigest: sha256(content),
  };
}

/** `domestic`, `international`, `test`, or an entity type. */
export function certificateTypeOf(event: CertifiableEvent): string {
  switch (event.kind) {
    case 'vaccination':
      return event.form;
    case 'test':
      return 'test';
    case 'entity':
      return event.entityType;
  }
}

function ofKind(event: CertifiableEvent, pack: CountryPack): Pick<CertifiedEvent, 'disease' | 'dose'> {
  switch (event.kind) {
    case 'vaccination': {
      // Those against several were refused as they were read.
      const [disease] = diseasesNamed(pack, event.vaccination.name);
      return { disease, dose: event.vaccination.dose };
    }
    case 'test':
      return { disease: event.testDetails.disease, dose: 0 };
    case 'entity':
      return { disease: '', dose: 0 };
  }
}

function eventKeyOf(event: CertifiableEvent, certified: CertifiedEvent, pack: CountryPack): Buffer {
  const { beneficiary, program, certificateType, disease } = certified;
  const usual = (occasion: string) => sha256([program, beneficiary, certificateType, disease, occasion]);
  const holder = { beneficiary, type: certificateType };
  const common = { program, disease };
  switch (event.kind) {
    case 'vaccination': {
      const { name, dose, civilDate } = event.vaccination;
      const chosen = pack.eventKey?.vaccination ?? usualEventKey.vaccination;
      if (isUsual(chosen, usualEventKey.vaccination)) return usual(String(dose));
      const vaccine = vaccineNamed(pack, name)?.names[0] ?? bareName(name);
      return keyOf(holder, chosen, { ...common, dose, vaccine, date: civilDate });
    }
    case 'test': {
      const { sampledAt, testType } = event.testDetails;
      const chosen = pack.eventKey?.test ?? usualEventKey.test;
      if (isUsual(chosen, usualEventKey.test)) return usual(sampledAt);
      return keyOf(holder, chosen, { ...common, sampleTime: sampledAt, testType: bareName(testType) });
    }
    case 'entity':
      return usual('');
  }
}

/** Where the country does not say otherwise. Its keys must stay as they are: registries are full of them. */
const usualEventKey: EventKeyRules = {
  vaccination: ['program', 'disease', 'dose'],
  test: ['program', 'disease', 'sampleTime'],
};

const isUsual = (chosen: readonly string[], usual: readonly string[]): boolean =>
  new Set(chosen).symmetricDifference(new Set(usual)).size === 0;

/** The order in which a pack names the members does not matter; no such key is one of the usual ones. */
const keyOf = <Member extends string>(
  holder: Readonly<Record<'beneficiary' | 'type', string>>,
  chosen: readonly Member[],
  values: Readonly<Record<Member, string | number>>,
): Buffer =>
  sha256({
    ...holder,
    ...Object.fromEntries(chosen.map((member) => [member, values[member]])),
  });

const sha256 = (value: unknown): Buffer => hash('sha256', canonicalJson(value as JsonValue), 'buffer');
