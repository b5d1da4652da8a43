import type { JsonObject } from '../json.ts';

/** A postal address as DIVOC's payloads carry it. Absent members were not given; empty ones were given empty. */
export interface Address {
  readonly addressLine1?: string;
  readonly addressLine2?: string;
  readonly district?: string;
  readonly city?: string;
  readonly state?: string;
  readonly country?: string;
  readonly pincode?: string;
}

/** The person whom the event happened to. */
export interface Recipient {
  readonly name: string;
  /** The holder's id in a national health id system. */
  readonly uhid?: string;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as received. */
  readonly dob?: string;
  /** As received: completed years, or a number with its unit. */
  readonly age?: string;
  readonly gender?: string;
  readonly nationality?: string;
  readonly identity: string;
  readonly address?: Address;
}

export interface Facility {
  readonly name: string;
  readonly address?: Address;
}

/** What every event has. */
interface EventBase {
  /** The holder's id in the source system: DIVOC's `preEnrollmentCode`. */
  readonly beneficiary: string;
  /** The programme that the event belongs to; empty where none was named. */
  readonly program: string;
  readonly recipient: Recipient;
  readonly facility: Facility;
  /** `tel:` and `mailto:` URIs. Never part of a credential or of what makes two events the same. */
  readonly contact: readonly string[];
  /** What the source system sent along for the printed certificate. */
  readonly meta: JsonObject;
}

/** A dose was given. */
export interface VaccinationEvent extends EventBase {
  readonly kind: 'vaccination';
  /** Which certificate it is for. An international one has a date of birth. */
  readonly form: 'domestic' | 'international';
  readonly vaccination: {
    readonly name: string;
    readonly manufacturer: string;
    readonly batch?: string;
    /** Date or date-time, as received. */
    readonly date: string;
    /** `YYYY-MM-DD`: the date of vaccination in the country's time zone. */
    readonly civilDate: string;
    readonly effectiveStart: string;
    readonly effectiveUntil: string;
    readonly dose: number;
    readonly totalDoses: number;
  };
  readonly vaccinator?: { readonly name: string };
}

/** A sample was tested. */
export interface TestEvent extends EventBase {
  readonly kind: 'test';
  readonly testDetails: {
    readonly disease: string;
    readonly testName?: string;
    readonly testType: string;
    readonly batch?: string;
    readonly manufacturer?: string;
    readonly sampleOrigin?: string;
    /** As received. */
    readonly sampleCollectionTimestamp: string;
    /** As received. */
    readonly resultTimestamp: string;
    readonly result: 'Positive' | 'Negative' | 'Inconclusive' | 'Void';
    /**
     * RFC 3339 instant in UTC of the sample: what tells two tests of one person apart. Where the day alone was received, its
     * time of day means nothing.
     */
    readonly sampledAt: string;
  };
  readonly verifier?: { readonly name: string };
}

export type HealthEvent = VaccinationEvent | TestEvent;

/** Which part of its course a dose is (design rule: below, at, or above the number of doses of the course). */
export type Stage = 'provisional' | 'final' | 'precaution';

/** The stage of a dose in a course of `totalDoses`. */
export const stageOf = (dose: number, totalDoses: number): Stage =>
  dose < totalDoses ? 'provisional' : dose === totalDoses ? 'final' : 'precaution';

/** What validation must know of its surroundings, since this package reads no clock. */
export interface EventSetting {
  /** Now, in milliseconds since 1970. */
  readonly now: number;
  /** IANA name of the country's time zone. */
  readonly timeZone: string;
}
