import type { CborKey } from '../../cose/cbor.ts';
import { UnreadablePayloadError } from '../../errors.ts';
import { type Hcert, readHcert } from '../../hcert/claims.ts';
import { jsonOfCbor } from '../../hcert/json-of-cbor.ts';
import { onlyContent } from '../../hcert/only-content.ts';
import type { JsonObject } from '../../json.ts';
import { contentOf, type IcvpContent, isIcvp } from './content.ts';

/** An ICVP as it was read; nothing of it is verified yet. */
export interface DecodedIcvp {
  /** Its number within the claim −260. */
  readonly subclaim: number;
  /** As it stands there. */
  readonly members: JsonObject;
  readonly content: IcvpContent;
  /** Members that are missing, or not as the set of fields wants them. */
  readonly faulty: readonly string[];
  /** Members that should be there, and without which it is a certificate still. */
  readonly lacking: readonly string[];
  readonly certificateId: string | undefined;
}

/** Subclaims of other content (HCERT 1.1, section 3.2.7.1). */
const assigned: readonly CborKey[] = [1, 3, 4, 5];

/**
 * Reads an ICVP of any set of fields, under whatever number.
 *
 * @throws UnreadablePayloadError where the text is no HCERT, or holds no ICVP.
 */
export function decodeIcvp(text: string): DecodedIcvp {
  const found = icvpOf(readHcert(text));
  if (!found) throw new UnreadablePayloadError('The health certificate holds no ICVP.');
  return found;
}

/** The ICVP that an HCERT holds; undefined where it holds none. */
export function icvpOf(hcert: Hcert): DecodedIcvp | undefined {
  for (const [subclaim, value] of hcert.subclaims) {
    if (typeof subclaim !== 'number' || assigned.includes(subclaim)) continue;
    const one = onlyContent(value);
    if (!isIcvp(one)) continue;
    const members = jsonOfCbor(one) as JsonObject;
    return { subclaim, members, ...contentOf(members), certificateId: textOfId(hcert.id) };
  }
  return undefined;
}

/** Ids here are printable ASCII; another issuer's may be any bytes, and its lists are not known here. */
function textOfId(id: Uint8Array | undefined): string | undefined {
  const text = id && String.fromCharCode(...id.subarray(0, 64));
  return text && /^[!-~]+$/.test(text) ? text : undefined;
}
