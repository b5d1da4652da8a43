import type { Recipient } from '../../event/health-event.ts';
import { type IdentityDocumentType, maxLengths } from './message.ts';

/** A document that the holder travels with. */
export interface TravelDocument {
  readonly type: IdentityDocumentType;
  /** As printed: capitals and digits. */
  readonly number: string;
}

/** `did:in.gov.passport:M1122334`, `urn:passport:lka:N7654321`. */
const passport = /^[a-z]+:(?:[^:]*:)*[^:]*passport[^:]*:(?:[^:]*:)?([A-Za-z0-9 -]+)$/i;

/** The passport that a holder is known by, where their identity in the event is one. */
export function passportOf({ identity }: Recipient): TravelDocument | undefined {
  const number = passport.exec(identity)?.[1];
  return number === undefined ? undefined : { type: 'P', number: documentNumber(number) };
}

/** A number without what people put into it to read it: `M 112-2334` is `M1122334`. */
export const documentNumber = (number: string): string => number.toUpperCase().replaceAll(/[ -]/g, '');

/** Whether a number can stand in a travel document (Doc 9303-3). */
export const isDocumentNumber = (number: string, maxLength: number = maxLengths.travelDocument): boolean =>
  number.length > 0 && number.length <= maxLength && /^[A-Z0-9]+$/.test(number);
