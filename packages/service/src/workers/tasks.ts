import type { EventBatch } from '../issuing/candidates.ts';
import type { IssuerRecipe } from '../issuing/issuer.ts';
import type { EventKind } from '../issuing/read-events.ts';

/** What every thread of the pool is given at its start. */
export interface WorkerSetting {
  readonly issuer: IssuerRecipe;
}

/** A batch of events, as it passes from thread to thread: the kind by name. */
export interface SigningTask extends Omit<EventBatch, 'kind'> {
  readonly kind: Exclude<EventKind, object> | string;
}
