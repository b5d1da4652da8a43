import { type CborValue, decodeCbor, memberOf } from '../cose/cbor.ts';
import { readSign1 } from '../cose/sign1.ts';
import { unpackHc1 } from './hc1.ts';
import { onlyContent } from './only-content.ts';

/** CWT claim of health certificates (HCERT 1.1, section 3.3.1). */
const hcertClaim = -260;

/** Which kind of certificate an HCERT holds, by its subclaim; undefined where it cannot be read, or holds another. */
export function holds(text: string): 'eu-dcc' | 'who-ddcc' | 'icvp' | undefined {
  try {
    const claims = decodeCbor(readSign1(unpackHc1(text)).payload);
    const hcert = memberOf(claims, hcertClaim);
    // The WHO's own samples have the data set in the claims themselves.
    if (!(hcert instanceof Map)) return memberOf(claims, 'name') === undefined ? undefined : 'who-ddcc';
    if (hcert.has(1)) return 'eu-dcc';
    if (hcert.has(3) || hcert.has(4)) return 'who-ddcc';
    // Its number is proposed only, and may become another: its members tell.
    const isIcvp = (content: CborValue) =>
      memberOf(content, 'n') !== undefined &&
      (memberOf(content, 'v') ?? memberOf(content, 'vx')) !== undefined;
    return [...hcert.values()].some((subclaim) => isIcvp(onlyContent(subclaim))) ? 'icvp' : undefined;
  } catch {
    return undefined;
  }
}
