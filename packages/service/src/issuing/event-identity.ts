import { hash } from 'node:crypto';
import { canonicalJson } from '@mohar/credential/canonical-json.ts';
import type { JsonValue } from '@mohar/credential/json.ts';
import type { CountryPack } from '../country/pack.ts';
import { diseasesNamed } from '../country/vaccine-named.ts';
import type { CertifiedEvent } from '../registry/certified-event.ts';
import type { CertifiableEvent } from './certifiable-event.ts';

/** What tells one event from another, and one content of an event from another. */
export interface EventIdentity extends CertifiedEvent {
  /** SHA-256 of program, beneficiary, type, disease, and dose or sample time: one live certificate for each. */
  readonly eventKey: Buffer;
  /** SHA-256 of all that goes into the credential or its PDF: what a repeated event must equal. */
  readonly contentDigest: Buffer;
}

/** Finds the identity of an event. Contact data are no part of it. */
export function identifyEvent(event: CertifiableEvent, pack: CountryPack): EventIdentity {
  const { beneficiary, program } = event;
  const { certificateType, disease, dose, occasion } = parts(event, pack);
  const { contact: _, ...content } = { contact: undefined, ...event };
  return {
    beneficiary,
    program,
    certificateType,
    disease,
    dose,
    eventKey: sha256([program, beneficiary, certificateType, disease, occasion]),
    contentDigest: sha256(content),
  };
}

function parts(event: CertifiableEvent, pack: CountryPack) {
  switch (event.kind) {
    case 'vaccination': {
      const { name, dose } = event.vaccination;
      // Those against several were refused as they were read.
      const [disease] = diseasesNamed(pack, name);
      return { certificateType: event.form, disease, dose, occasion: String(dose) };
    }
    case 'test':
      return {
        certificateType: 'test',
        disease: event.testDetails.disease,
        dose: 0,
        occasion: event.testDetails.sampledAt,
      };
    case 'entity':
      return { certificateType: event.entityType, disease: '', dose: 0, occasion: '' };
  }
}

const sha256 = (value: unknown): Buffer => hash('sha256', canonicalJson(value as JsonValue), 'buffer');
