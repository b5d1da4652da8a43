import type { CborValue } from '../cose/cbor.ts';
import { isJsonObject, type JsonValue } from '../json.ts';

/** Plain JSON as CBOR: objects as maps with text keys, texts in NFC (HCERT 1.1, section 3.2.7). */
export function cborOfJson(value: JsonValue): CborValue {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map((item: JsonValue) => cborOfJson(item));
  if (isJsonObject(value)) {
    return new Map(Object.entries(value).map(([name, member]) => [name, cborOfJson(member)] as const));
  }
  return value as CborValue;
}
