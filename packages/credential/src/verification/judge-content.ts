import { isCertainlyAfter, parseFullCivilDate } from '../event/civil-date.ts';
import { judgeBinding } from '../formats/divoc/binding.ts';
import { exchangeableValues } from '../formats/divoc/exchangeable.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { Check, Verdict, Verification } from './verdict.ts';

/**
 * Judges what a credential says, once its signature holds.
 *
 * @param received as it came: the binding digest covers what the signature does not.
 * @param credential only what is signed.
 */
export function judgeContent(
  received: JsonObject,
  credential: JsonObject,
  format: NonNullable<Verification['format']>,
): { verdict?: Verdict; checks: Check[] } {
  if (!isJsonObject(credential.credentialSubject)) return malformed('It names no holder.');
  if (format !== 'divoc') return { checks: [] };

  const { name } = credential.credentialSubject;
  if (typeof name !== 'string' || name === '') return malformed('It names no holder.');
  const evidence = Array.isArray(credential.evidence) ? credential.evidence[0] : credential.evidence;
  if (!isJsonObject(evidence)) return malformed('It tells of no event.');
  if (Object.values(evidence).some((value) => Array.isArray(value) && value.length > 1)) {
    return malformed('It gives two values where one belongs.');
  }

  const binding = judgeBinding(received);
  if (binding === 'bound') {
    return { checks: [{ name: 'binding', outcome: 'passed', detail: 'No values were exchanged.' }] };
  }
  if (binding === 'broken') {
    const detail = 'Values were exchanged or added after it was signed.';
    return { verdict: 'tampered', checks: [{ name: 'binding', outcome: 'failed', detail }] };
  }
  return unbound(credential, evidence);
}

/** A certificate of an issuer that writes no digest: what its signature leaves open is named. */
function unbound(credential: JsonObject, evidence: JsonObject): { verdict?: Verdict; checks: Check[] } {
  const start = parseFullCivilDate(String(evidence.effectiveStart ?? ''));
  const until = parseFullCivilDate(String(evidence.effectiveUntil ?? ''));
  if (start && until && isCertainlyAfter(start, until)) return malformed('It ends before it starts.');
  const groups = exchangeableValues(credential);
  if (groups.length === 0) return { checks: [] };
  const detail = `The signature of this format cannot tell apart: ${groups.map((group) => group.join(' / ')).join('; ')}.`;
  return { checks: [{ name: 'binding', outcome: 'warning', detail }] };
}

const malformed = (detail: string): { verdict: Verdict; checks: Check[] } => ({
  verdict: 'malformed',
  checks: [{ name: 'content', outcome: 'failed', detail }],
});
