import { memberOf } from '../../cose/cbor.ts';
import { UnreadablePayloadError } from '../../errors.ts';
import { type Hcert, readHcert } from '../../hcert/claims.ts';
import { jsonOfCbor } from '../../hcert/json-of-cbor.ts';
import { onlyContent } from '../../hcert/only-content.ts';
import type { JsonObject } from '../../json.ts';
import { contentOf, type DdccContent } from './content.ts';
import { subclaims } from './subclaims.ts';

/** A DDCC as it was read; nothing of it is verified yet. */
export interface DecodedDdcc {
  /** As it stands in the HCERT. */
  readonly members: JsonObject;
  readonly content: DdccContent;
  /** Members that are missing, or not as they should be. */
  readonly faulty: readonly string[];
}

/**
 * Reads a DDCC: in the claim −260, or among the claims themselves, as WHO's first QR codes have it.
 *
 * @throws UnreadablePayloadError where the text is no HCERT, or holds no DDCC.
 */
export function decodeDdcc(text: string): DecodedDdcc {
  const found = ddccOf(readHcert(text));
  if (!found) throw new UnreadablePayloadError('The health certificate holds no DDCC.');
  return found;
}

/** The DDCC that an HCERT holds; undefined where it holds none. */
export function ddccOf({ subclaims: numbered, claims }: Hcert): DecodedDdcc | undefined {
  for (const kind of ['vaccination', 'test'] as const) {
    const value = onlyContent(numbered.get(subclaims[kind]));
    if (!(value instanceof Map)) continue;
    const members = jsonOfCbor(value) as JsonObject;
    return { members, ...contentOf(kind, members) };
  }
  if (numbered.size > 0 || memberOf(claims, 'name') === undefined) return undefined;
  const members = jsonOfCbor(claims) as JsonObject;
  const kind = kindOf(members);
  return kind && { members, ...contentOf(kind, members) };
}

function kindOf(members: JsonObject): DdccContent['kind'] | undefined {
  if (members.vaccine !== undefined || members.vaccination !== undefined) return 'vaccination';
  return members.test !== undefined || members.pathogen !== undefined ? 'test' : undefined;
}
