import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { check } from '../../verification/checks.ts';
import type { Check, Verdict } from '../../verification/verdict.ts';
import type { Certificate } from '../../x509/read-certificate.ts';

/** Clocks of issuers and verifiers may differ by this much, in milliseconds. */
const clockTolerance = 5 * 60_000;
/** Somewhere on earth it is tomorrow already, in milliseconds. */
const aDay = 24 * 60 * 60_000;

/**
 * Judges when a document counts: it has no dates for this, and lives as long as its signer's certificate (VDS-NC 1.1).
 * One that tells of what is yet to come does not count yet.
 *
 * @param data of a document that is written as it must be.
 * @param vouched the signer's certificate; absent where a bare key is trusted, which has no end.
 * @param at time of checking, milliseconds since 1970.
 */
export function judgeDates(
  data: JsonObject,
  vouched: Certificate | undefined,
  at: number,
): { verdict?: Verdict; check: Check } {
  if (vouched && at > vouched.notAfter) return { verdict: 'expired', check: check('dates.expired') };
  const future = eventTimes(data).some((time) => time > at + aDay);
  if ((vouched && at < vouched.notBefore - clockTolerance) || future)
    return { verdict: 'not-yet-valid', check: check('dates.not-yet') };
  return { check: check(vouched ? 'dates.in-force' : 'dates.no-end') };
}

/** When doses were given or the specimen was collected, milliseconds since 1970. */
function eventTimes({ msg }: JsonObject): number[] {
  const { ve, dat } = members(msg);
  const doses = list(ve).flatMap((entry) => list(members(entry).vd));
  return [members(dat).sc, ...doses.map((dose) => members(dose).dvc)].flatMap((time) =>
    typeof time === 'string' ? Date.parse(time) : [],
  );
}

const members = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});
const list = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);
