import type { JsonObject } from '../json.ts';
import type { Address, Facility, Recipient } from './health-event.ts';

/** Shapes of DIVOC's request bodies once their schema holds: optional members may be null. */
type Maybe<T> = { readonly [K in keyof T]?: T[K] | null };

export interface ReceivedAddress extends Maybe<Omit<Address, 'pincode'>> {
  readonly pincode?: string | number | null;
}
export interface ReceivedRecipient
  extends Maybe<Omit<Recipient, 'name' | 'identity' | 'address' | 'age'>>,
    Pick<Recipient, 'name' | 'identity'> {
  readonly age?: string | number | null;
  readonly contact: readonly string[];
  readonly address?: ReceivedAddress | null;
}
export interface ReceivedFacility {
  readonly name: string;
  readonly address?: ReceivedAddress | null;
}
export interface ReceivedEvent {
  readonly preEnrollmentCode: string;
  readonly programId?: string | null;
  readonly recipient: ReceivedRecipient;
  readonly facility: ReceivedFacility;
  readonly meta?: JsonObject | null;
}

/** Leaves out members that are null or undefined: "not given" has one form inside. */
export function given<T extends object>(members: { [K in keyof T]: T[K] | null | undefined }): T {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== null && value !== undefined),
  ) as T;
}

const numberAsText = (value: string | number | null | undefined) =>
  typeof value === 'number' ? String(value) : value;

export function address(received: ReceivedAddress | null | undefined): Address | undefined {
  if (!received) return undefined;
  return given<Address>({
    addressLine1: received.addressLine1,
    addressLine2: received.addressLine2,
    district: received.district,
    city: received.city,
    state: received.state,
    country: received.country,
    pincode: numberAsText(received.pincode),
  } as Required<Address>);
}

export function recipient(received: ReceivedRecipient): Recipient {
  return given<Recipient>({
    name: received.name,
    uhid: received.uhid || undefined,
    dob: received.dob || undefined,
    age: numberAsText(received.age) || undefined,
    gender: received.gender,
    nationality: received.nationality,
    identity: received.identity,
    address: address(received.address),
  } as Required<Recipient>);
}

export function facility(received: ReceivedFacility): Facility {
  return given<Facility>({ name: received.name, address: address(received.address) } as Required<Facility>);
}
