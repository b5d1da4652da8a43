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

/** A part of a name as it is given: in one way of writing, or in both. */
interface GivenPart {
  readonly as: 'fn' | 'gn';
  readonly written?: string | undefined;
  readonly standardised?: string | undefined;
  /** Where `written` stands. */
  readonly pointer: string;
}

type Report = (pointer: string, rule: string, message: string) => void;

/**
 * A holder's name. A record has the whole name in one, which stands as surname; `fnt` alone is how travel documents write
 * that, and leaves the holder's own spelling as it is. Whoever knows the parts names them: then nothing of the record's name
 * stands beside them, and a part that is given in one way of writing is written from that in the other.
 *
 * @param full the record's name.
 * @param faults gets what is wrong with it.
 */
export function nameOf(full: string, override: NameOverride, faults: Fault[]): EuDccName {
  const report: Report = (pointer, rule, message) => faults.push({ pointer, rule, message });
  const { fn, fnt, gn, gnt } = override;
  const hasFamily = fn !== undefined || fnt !== undefined;
  const hasGiven = gn !== undefined || gnt !== undefined;
  if (fn === undefined && !hasGiven) {
    const record = { as: 'fn', written: full, standardised: fnt, pointer: '/recipient/name' } as const;
    const [written, letters] = inBothWays(record, report);
    return { fn: written, fnt: letters };
  }
  if (!hasFamily) report('/names/fnt', 'required', 'a given name needs a surname beside it');
  const [family, familyLetters] = inBothWays(
    { as: 'fn', written: fn, standardised: fnt, pointer: '/names/fn' },
    report,
  );
  const name = { fn: family, fnt: familyLetters };
  if (!hasGiven) return name;
  const [given, givenLetters] = inBothWays(
    { as: 'gn', written: gn, standardised: gnt, pointer: '/names/gn' },
    report,
  );
  return { ...name, gn: given, gnt: givenLetters };
}

/** A part as its holder writes it, and in the letters of travel documents; empty where it is given in neither way. */
function inBothWays(part: GivenPart, report: Report): readonly [written: string, standardised: string] {
  const { as, written, standardised: letters, pointer } = part;
  if (written !== undefined && [...written].length > maxLength) {
    report(
      pointer,
      'max-length',
      `must have at most ${maxLength} characters; give a shorter ${as} with the call`,
    );
  }
  if (letters !== undefined) {
    if (letters.length > maxLength || !standardised.test(letters)) {
      report(`/names/${as}t`, 'pattern', `must match ${standardised.source}, at most 80 characters`);
    }
    return [written ?? letters.replaceAll('<', ' '), letters];
  }
  return written === undefined ? ['', ''] : [written, standardisedName(written, part, report)];
}

function standardisedName(written: string, { as, pointer }: GivenPart, report: Report): string {
  const remedy = `give ${as}t (A–Z, < between its parts) with the call`;
  try {
    const name = transliterate(written);
    if (name === '')
      report(pointer, 'transliteration', `has no letters that travel documents have; ${remedy}`);
    else if (name.length > maxLength) {
      report(pointer, 'max-length', `has more than ${maxLength} letters in travel documents; ${remedy}`);
    }
    return name;
  } catch (error) {
    if (!(error instanceof NoTransliterationError)) throw error;
    const script = error.scripts[0];
    report(
      pointer,
      'transliteration',
      `has ${script ? `characters (${script})` : 'a character'} that ICAO Doc 9303 has no table for; ${remedy}`,
    );
    return '';
  }
}
