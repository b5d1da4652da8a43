import { isCertainlyAfter, parseFullCivilDate } from '../event/civil-date.ts';
import { judgeBinding } from '../formats/divoc/binding.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { CheckCode } from './check-codes.ts';
import { check } from './checks.ts';
import { lackOfMeaning } from './could-be-meant.ts';
import { isWrittenAsItsFormat } from './one-form.ts';
import { openMembers } from './open-members.ts';
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
  if (!isJsonObject(credential.credentialSubject)) return malformed('content.no-holder');
  if (!isWrittenAsItsFormat(credential, format)) return malformed('content.other-form');
  if (format !== 'divoc') {
    const lack = lackOfMeaning(credential);
    return lack ? malformed(lack) : { checks: [] };
  }

  const { name } = credential.credentialSubject;
  if (typeof name !== 'string' || name === '') return malformed('content.no-holder');
  const evidence = Array.isArray(credential.evidence) ? credential.evidence[0] : credential.evidence;
  if (!isJsonObject(evidence)) return malformed('content.no-event');

  const binding = judgeBinding(received);
  if (binding === 'bound') {
    return { checks: [check('binding.intact')] };
  }
  if (binding === 'broken') {
    return { verdict: 'tampered', checks: [check('binding.broken')] };
  }
  return unbound(credential, evidence);
}

/** A certificate of an issuer that writes no digest: what its signature leaves open is named. */
function unbound(credential: JsonObject, evidence: JsonObject): { verdict?: Verdict; checks: Check[] } {
  const start = parseFullCivilDate(String(evidence.effectiveStart ?? ''));
  const until = parseFullCivilDate(String(evidence.effectiveUntil ?? ''));
  if (start && until && isCertainlyAfter(start, until)) return malformed('content.ends-before-start');
  const groups = openMembers(credential);
  if (groups.length === 0) return { checks: [] };
  const named = groups.map((group) => group.join(' / ')).join('; ');
  return { checks: [check('binding.open', { groups: named })] };
}

const malformed = (code: CheckCode): { verdict: Verdict; checks: Check[] } => ({
  verdict: 'malformed',
  checks: [check(code)],
});
