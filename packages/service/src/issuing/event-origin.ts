import type { EventOrigin } from '../registry/insert-rows.ts';
import type { CertifiableEvent } from './certifiable-event.ts';

/** What a revocation by query can ask for of an event. */
export function originOf(event: CertifiableEvent): EventOrigin {
  switch (event.kind) {
    case 'vaccination':
      return {
        batch: event.vaccination.batch ?? '',
        facility: event.facility.name,
        eventDate: event.vaccination.civilDate,
      };
    case 'test':
      return {
        batch: event.testDetails.batch ?? '',
        facility: event.facility.name,
        eventDate: event.testDetails.sampledAt.slice(0, 10),
      };
    case 'entity':
      return { batch: '', facility: '' };
  }
}
