import { UnreadablePayloadError } from '../../errors.ts';
import { BrokenLayerError, type Hcert, readHcert } from '../../hcert/claims.ts';
import { jsonOfCbor } from '../../hcert/json-of-cbor.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';

/** Number of EU DCC within the claim −260 (HCERT 1.1, section 3.3.6). */
export const euDccSubclaim = 1;

/** An EU DCC, taken apart; nothing of it is verified yet. */
export interface DecodedEuDcc extends Hcert {
  readonly content: JsonObject;
}

/**
 * Takes an EU DCC apart. Work and memory are bounded, whatever is given.
 *
 * @throws UnreadablePayloadError where it is none; as a BrokenLayerError it names the layer.
 */
export function decodeEuDcc(text: string): DecodedEuDcc {
  const hcert = readHcert(text);
  const content = euDccIn(hcert);
  if (!content) throw new UnreadablePayloadError('This is a health certificate, but no EU DCC.');
  return { ...hcert, content };
}

/**
 * The EU DCC in an HCERT.
 *
 * @returns undefined where it has none.
 * @throws BrokenLayerError where what it has is no map.
 */
export function euDccIn({ subclaims }: Hcert): JsonObject | undefined {
  if (!subclaims.has(euDccSubclaim)) return undefined;
  const content = jsonOfCbor(subclaims.get(euDccSubclaim));
  if (!isJsonObject(content)) throw new BrokenLayerError('CBOR');
  return content;
}
