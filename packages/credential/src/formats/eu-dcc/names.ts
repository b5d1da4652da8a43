import type { Fault } from '../../event/fault.ts';
import { NoTransliterationError, transliterate } from '../../icao-9303/transliterate.ts';

/** A holder's name as certificates have it: `fn` and `gn` as written, `fnt` and `gnt` as in travel documents. */
export type EuDccName = {
  readonly fn?: string;
  readonly fnt: string;
  readonly gn?: string;
  readonly gnt?: string;
};

/**
 * The name as the caller wants it written, where the record's will not do. `fnt` and `gnt` are `[A-Z]+(<[A-Z]+)*`, as
 * DIVOC's API takes them.
 */
export interface NameOverride {
  readonly fn?: string;
  readonly fnt?: string;
  readonly gn?: string;
  readonly gnt?: string;
}

/** Characters that a part of a name may have. */
const maxLength = 80;
const standardised = /^[A-Z]+(<[A-Z]+)*$/;

/**
 * A holder's name. A record has the whole name in one, which stands as surname: whoever knows the parts names them. A
 * part that is given in travel documents' letters alone keeps, if it is the surname, the holder's own spelling beside it.
 *
 * @param full the record's name.
 * @param faults gets what is wrong with it.
 */
export function nameOf(full: string, override: NameOverride, faults: Fault[]): EuDccName {
  const fault = (pointer: string, rule: string, message: string) => faults.push({ pointer, rule, message });
  if (
    override.fn === undefined &&
    override.fnt === undefined &&
    (override.gn ?? override.gnt) !== undefined
  ) {
    fault('/names/fnt', 'required', 'a given name needs a surname beside it');
  }
  const part = (place: { readonly as: 'fn' | 'gn'; readonly pointer: string }, written?: string) => {
    const given = override[`${place.as}t`];
    if (written !== undefined && [...written].length > maxLength) {
      fault(
        place.pointer,
        'max-length',
        `must have at most ${maxLength} characters; give a shorter ${place.as} with the call`,
      );
    }
    if (given !== undefined) {
      if (given.length > maxLength || !standardised.test(given)) {
        fault(`/names/${place.as}t`, 'pattern', `must match ${standardised.source}, at most 80 characters`);
      }
      return given;
    }
    return written === undefined ? undefined : standardisedName(written, place, fault);
  };

  const fnPointer = override.fn === undefined ? '/recipient/name' : '/names/fn';
  const fn = override.fn ?? full;
  const fnt = part({ as: 'fn', pointer: fnPointer }, fn) ?? '';
  const gnt = part({ as: 'gn', pointer: '/names/gn' }, override.gn);
  return {
    fn,
    fnt,
    ...(override.gn === undefined ? {} : { gn: override.gn }),
    ...(gnt === undefined ? {} : { gnt }),
  };
}

function standardisedName(
  written: string,
  { as, pointer }: { readonly as: 'fn' | 'gn'; readonly pointer: string },
  fault: (pointer: string, rule: string, message: string) => void,
): string {
  const remedy = `give ${as}t (A–Z, < between its parts) with the call`;
  try {
    const name = transliterate(written);
    if (name === '')
      fault(pointer, 'transliteration', `has no letters that travel documents have; ${remedy}`);
    else if (name.length > maxLength) {
      fault(pointer, 'max-length', `has more than ${maxLength} letters in travel documents; ${remedy}`);
    }
    return name;
  } catch (error) {
    if (!(error instanceof NoTransliterationError)) throw error;
    const script = error.scripts[0];
    fault(
      pointer,
      'transliteration',
      `has ${script ? `characters (${script})` : 'a character'} that ICAO Doc 9303 has no table for; ${remedy}`,
    );
    return '';
  }
}
