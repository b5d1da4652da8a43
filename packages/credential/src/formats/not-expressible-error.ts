import { CredentialError } from '../errors.ts';
import type { Fault } from '../event/fault.ts';

/** A record cannot be said in a format: a code is missing, or what the format demands was never given. */
export class NotExpressibleError extends CredentialError {
  readonly code = 'NOT_EXPRESSIBLE';
  /** Pointers lead into the event as source systems send it: `/vaccination/name`, `/recipient/dob`. */
  readonly faults: readonly Fault[];
  constructor(format: string, faults: readonly Fault[]) {
    const said = faults.map(({ pointer, message }) => `${pointer} ${message}`.trim());
    super(`The record cannot be expressed as ${format}: ${said.join('; ')}.`);
    this.faults = faults;
  }
}
