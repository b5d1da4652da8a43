import { parseFullCivilDate } from '../../event/civil-date.ts';
import type { Fault } from '../../event/fault.ts';
import type { HealthEvent } from '../../event/health-event.ts';
import { type DocumentName, holderName } from './holder-name.ts';
import type { Sex } from './message.ts';
import { documentNumber, passportOf, type TravelDocument } from './travel-document.ts';

/** What an event does not say of its holder, and a traveller may have to add. */
export interface HolderOptions {
  /** The name as the travel document has it; by default the whole name is the primary identifier. */
  readonly names?: DocumentName;
  /** By default the passport that the event's identity names. */
  readonly travelDocument?: TravelDocument;
}

/** The holder of an event, in the terms of VDS-NC. */
export interface Holder {
  /** Undefined where a fault says why. */
  readonly name: string | undefined;
  /** Undefined for a date of birth that is partial, or was never given. */
  readonly dob: string | undefined;
  readonly sex: Sex | undefined;
  readonly document: TravelDocument | undefined;
  readonly faults: Fault[];
}

/** Who an event is about. */
export function holderOf({ recipient }: HealthEvent, { names, travelDocument }: HolderOptions): Holder {
  const name = holderName(names ?? { primary: recipient.name });
  const document = travelDocument
    ? { ...travelDocument, number: documentNumber(travelDocument.number) }
    : passportOf(recipient);
  return {
    name,
    dob: recipient.dob !== undefined && parseFullCivilDate(recipient.dob) ? recipient.dob : undefined,
    sex: sexOf(recipient.gender),
    document,
    faults:
      name === undefined
        ? [
            {
              pointer: '/recipient/name',
              rule: 'latin-name',
              message:
                'the name is needed in Latin letters: give it as in the travel document (fnt, gnt) with the call',
            },
          ]
        : [],
  };
}

function sexOf(gender: string | undefined): Sex | undefined {
  if (gender === undefined || gender.trim() === '') return undefined;
  if (/^m(ale)?$/i.test(gender.trim())) return 'M';
  return /^f(emale)?$/i.test(gender.trim()) ? 'F' : 'X';
}

type Known<Members> = { [Name in keyof Members]: Exclude<Members[Name], undefined> };

/** Leaves out what is undefined. */
export const present = <Members extends object>(members: Members) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Known<Members>;
