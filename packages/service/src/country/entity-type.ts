import type { ContextDocument } from '@mohar/credential/credential/contexts/bundled.ts';
import { type Fault, pointerTo } from '@mohar/credential/event/fault.ts';

/** A kind of certificate that a pack adds: its own schema, context and template. `entity.json` and what it names. */
export interface EntityType {
  /** The name in `/v4/{entityType}/certify`. */
  readonly entityType: string;
  /** The credential's type beside `VerifiableCredential`, and its subject's. */
  readonly credentialType: string;
  readonly subjectType: string;
  readonly contextUrl: string;
  /** The member of an event that identifies the holder. */
  readonly beneficiaryMember: string;
  /** Put before the beneficiary's id, with a colon, to make the holder's URI. */
  readonly holderBaseUri: string;
  /** Path of the template below the pack's folder. */
  readonly template: string;
  readonly schema: object;
  readonly context: ContextDocument;
  /** Every fault of an event, pointers from `base`. */
  faults(value: unknown, base: string): Fault[];
}

/** Where an event's holder is named, for faults. */
export const beneficiaryPointer = (type: EntityType, base: string) => pointerTo(base, type.beneficiaryMember);
