import { encode } from 'cborg';
import type { CborValue } from '../../cose/cbor.ts';
import { MalformedCredentialError } from '../../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { jsonNumber, maxDepth } from './cbor-rules.ts';
import { packShortText } from './short-text.ts';
import { integerOfName, integerOfValue } from './term-table.ts';

/**
 * Writes a credential in CBOR, with numbers for the terms that it shares with others. Members stay in their order.
 *
 * @throws MalformedCredentialError where it is nested too deep, or a text in it has no UTF-8.
 */
export const toCbor = (credential: JsonObject): Uint8Array =>
  encode(cborOf(credential, 0), { mapSorter: () => 0 });

function cborOf(value: JsonValue, depth: number): CborValue {
  if (depth > maxDepth) throw new MalformedCredentialError('The credential is nested too deep.');
  if (typeof value === 'string') return cborOfText(wellFormed(value));
  if (typeof value === 'number') return cborOfNumber(value);
  if (Array.isArray(value)) return value.map((item: JsonValue) => cborOf(item, depth + 1));
  if (!isJsonObject(value)) return value as null | boolean;
  return new Map(
    Object.entries(value).map(([name, member]) => [
      integerOfName(name) ?? plainName(name),
      cborOf(member, depth + 1),
    ]),
  );
}

const cborOfText = (text: string): CborValue => integerOfValue(text) ?? packShortText(text) ?? text;

function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  throw new MalformedCredentialError('A text of the credential has no UTF-8.');
}

/** Our CBOR library drops the mark; texts have a form that keeps it, names have none. */
function plainName(name: string): string {
  if (!name.startsWith('\ufeff')) return wellFormed(name);
  throw new MalformedCredentialError('A name of the credential begins with a byte order mark.');
}

/** Negative integers stand for values of the table: such numbers, and fractions, are written as JSON writes them. */
const cborOfNumber = (value: number): CborValue =>
  Number.isSafeInteger(value) && value >= 0
    ? value
    : Uint8Array.of(jsonNumber, ...new TextEncoder().encode(JSON.stringify(value)));
