import type { HealthEvent } from '@mohar/credential/event/health-event.ts';
import type { JsonObject } from '@mohar/credential/json.ts';

/** An event of a kind that a country pack defines: its members are what the pack's schema allows. */
export interface EntityEvent {
  readonly kind: 'entity';
  readonly entityType: string;
  /** The holder's id in the source system. */
  readonly beneficiary: string;
  readonly program: string;
  readonly subject: JsonObject;
}

/** Whatever can be certified. */
export type CertifiableEvent = HealthEvent | EntityEvent;
