import { certificateIdOf } from '../credential/certificate-id-of.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Revocation, StatusQuery, StatusSource } from '../status/status-source.ts';
import { check } from './checks.ts';
import type { Check, StatusAnswer } from './verdict.ts';

/** What is found of a certificate's status. */
export interface StatusJudgement {
  readonly status: StatusAnswer;
  readonly check: Check;
  /** Where it is revoked. */
  readonly revocation?: Revocation;
}

/**
 * Looks a credential up: {@link judgeStatusOf}.
 *
 * @param credential whose signature holds.
 * @param signedAt milliseconds since 1970.
 */
export const judgeStatus = (
  credential: JsonObject,
  issuer: string,
  signedAt: number | undefined,
  sources: readonly StatusSource[],
  at: number,
): Promise<StatusJudgement> => judgeStatusOf(queryOf(credential, signedAt), issuer, sources, at);

/**
 * Looks a certificate up in the sources that speak for its issuer. One that says "revoked" is believed: nobody can
 * take a revocation back. Otherwise the newest answer counts; where none of them knows, status is not checked.
 *
 * @param issuer whose key signed it.
 * @param at time of checking, milliseconds since 1970.
 */
export async function judgeStatusOf(
  query: StatusQuery,
  issuer: string,
  sources: readonly StatusSource[],
  at: number,
): Promise<StatusJudgement> {
  let newest: StatusSource | undefined;
  let revocation: Revocation | undefined;
  for (const source of sources) {
    if (source.issuer !== issuer) continue;
    const { state, ...found } = await source.lookUp(query);
    if (state === 'unknown') continue;
    if (state === 'revoked') revocation = { ...revocation, ...found };
    if (!newest || Date.parse(source.checkedAt) > Date.parse(newest.checkedAt)) newest = source;
  }
  if (!newest) return { status: { state: 'not-checked' }, check: check('status.not-checked') };

  const { checkedAt, staleAfter } = newest;
  const status: StatusAnswer = { state: 'checked', checkedAt };
  if (revocation) {
    const code = revocation.reason === 'superseded' ? 'status.superseded' : 'status.revoked';
    return { status, check: check(code), revocation };
  }
  const stale = staleAfter !== undefined && Date.parse(staleAfter) < at;
  return { status, check: check(stale ? 'status.stale' : 'status.in-force', { checkedAt }) };
}

function queryOf(credential: JsonObject, signedAt: number | undefined): StatusQuery {
  const certificateId = certificateIdOf(credential);
  const listEntry = listEntryOf(credential.credentialStatus);
  return {
    ...(certificateId === undefined ? {} : { certificateId }),
    ...(signedAt === undefined ? {} : { signedAt }),
    ...(listEntry ? { listEntry } : {}),
  };
}

/** The place in a list of revocations (Bitstring Status List 1.0, section 2.1). */
function listEntryOf(credentialStatus: unknown): StatusQuery['listEntry'] | undefined {
  const entries = Array.isArray(credentialStatus) ? credentialStatus : [credentialStatus];
  for (const entry of entries) {
    if (!isJsonObject(entry) || !holds(entry.type, 'BitstringStatusListEntry')) continue;
    const { statusPurpose, statusListCredential, statusListIndex } = entry;
    const list = onlyOf(statusListCredential);
    const index = Number(onlyOf(statusListIndex) ?? Number.NaN);
    if (
      holds(statusPurpose, 'revocation') &&
      typeof list === 'string' &&
      Number.isSafeInteger(index) &&
      index >= 0
    )
      return { list, index };
  }
  return undefined;
}

/** In RDF a list of one is the thing itself: the signature holds for both, and nobody dodges a list by writing it so. */
const holds = (value: JsonValue | undefined, wanted: string): boolean =>
  Array.isArray(value) ? value.includes(wanted) : value === wanted;

const onlyOf = (value: JsonValue | undefined): JsonValue | undefined =>
  Array.isArray(value) && value.length === 1 ? value[0] : value;
