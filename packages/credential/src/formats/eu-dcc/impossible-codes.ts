import type { JsonValue } from '../../json.ts';
import type { Group } from './entries.ts';
import { displayOf } from './value-sets.ts';

/**
 * Whether a code is one that cannot be: of its kind by its form, but never given out. Lists grow, and some countries have
 * written their own words in them: what is merely not listed here is not impossible.
 *
 * - `co`: two letters that ISO 3166-1 has for no country. `XK` (Kosovo), `UK` and `EL` are in use, and `XX` where no country is
 *   meant, in demonstrations.
 * - `ma` of a vaccination: `ORG-`, but not followed as the EMA's organisations are, which all begin with `ORG-1`.
 * - `ma` of a test: a number beyond those of the JRC's database of devices.
 */
export function isImpossibleCode(group: Group, member: string, code: JsonValue | undefined): boolean {
  if (typeof code !== 'string') return false;
  if (member === 'co') {
    return /^[A-Z]{2}$/.test(code) && !inUse.includes(code) && displayOf('countries', code) === undefined;
  }
  if (member !== 'ma') return false;
  if (group === 'v') return /^ORG-(?!1)/.test(code);
  return group === 't' && /^\d+$/.test(code) && Number(code) > maxDevice;
}

const inUse: readonly string[] = ['XK', 'UK', 'EL', 'XX'];

/** More than twice the highest number in the value set here (2183), so that devices that were added since are taken. */
const maxDevice = 5000;
