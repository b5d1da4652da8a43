// Written from docs/verifiers/compact-format.md, and not from Mohar's encoder.
import { constants, inflateRawSync } from 'node:zlib';
import { decode as fromBase45, encode as toBase45 } from 'base45';
import { decode as fromCbor } from 'cbor2';

/** The table of names and values that the page numbers from 0. */
export interface TermTable {
  readonly names: readonly string[];
  readonly values: readonly string[];
}

const limit = 64 * 1024;
const maxDepth = 32;

/**
 * Restores the JSON of a compact code.
 *
 * @param text what a scanner reads: `MH1:…`.
 * @param table the numbers' meaning, of version 1.
 * @returns the JSON text, members in the order of the code.
 * @throws Error on anything that the page tells readers to refuse.
 */
export function readCompact(text: string, table: TermTable): string {
  return jsonOfCbor(cborOfCompact(text), table);
}

/** The CBOR in a code: steps 1 to 3 of the page. */
export function cborOfCompact(text: string): Uint8Array {
  if (!text.startsWith('MH1:')) throw new Error('The text does not begin with MH1:.');
  const written = text.slice(4);
  const deflated = fromBase45(written);
  if (toBase45(deflated) !== written) throw new Error('Not base45.');
  const { buffer, engine } = inflateRawSync(deflated, {
    maxOutputLength: limit,
    finishFlush: constants.Z_FINISH,
    info: true,
  }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
  if (engine.bytesWritten !== deflated.length) throw new Error('Bytes follow the DEFLATE stream.');
  return new Uint8Array(buffer);
}

/** The JSON of the CBOR: steps 4 and 5 of the page. */
export function jsonOfCbor(bytes: Uint8Array, table: TermTable): string {
  const item: unknown = fromCbor(bytes, {
    preferMap: true,
    rejectDuplicateKeys: true,
    rejectFloats: true,
    rejectStreaming: true,
    rejectUndefined: true,
    ignoreGlobalTags: true,
    maxDepth,
  });
  if (!(item instanceof Map)) throw new Error('The CBOR is no map.');
  return json(item, table, 1);
}

function json(item: unknown, table: TermTable, depth: number): string {
  if (item === true || item === false || item === null) return String(item);
  if (typeof item === 'string') return JSON.stringify(item);
  if (typeof item === 'number') return number(item, table);
  if (item instanceof Uint8Array) return item[0] === 255 ? jsonNumber(item) : JSON.stringify(twoParts(item));
  if (depth > maxDepth) throw new Error('Nested too deep.');
  if (Array.isArray(item)) return `[${item.map((each) => json(each, table, depth + 1)).join()}]`;
  if (!(item instanceof Map)) throw new Error('The page has no such CBOR item.');
  const seen = new Set<string>();
  const members = Array.from(item, ([key, value]) => {
    const name = nameOf(key, table);
    if (seen.has(name)) throw new Error(`The member ${name} stands twice.`);
    seen.add(name);
    return `${JSON.stringify(name)}:${json(value, table, depth + 1)}`;
  });
  return `{${members.join()}}`;
}

function nameOf(key: unknown, { names }: TermTable): string {
  if (typeof key === 'string') return key;
  if (typeof key !== 'number' || !Number.isSafeInteger(key)) throw new Error('Not a key of a map.');
  return entry(names, key >= 0 ? 2 * key : -2 * key - 1);
}

function number(value: number, { values }: TermTable): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new Error('Not an integer of the page.');
  return value >= 0 ? String(value) : JSON.stringify(entry(values, -1 - value));
}

function entry(list: readonly string[], index: number): string {
  const found = list[index];
  if (found === undefined) throw new Error(`The table has no number ${index}.`);
  return found;
}

function jsonNumber(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(1)).toString('latin1');
  if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) throw new Error('Not a number of JSON.');
  return text;
}

/** Form: how many bytes follow for the end of the string, and the end that they stand for. */
const forms: readonly (readonly [number, (bytes: Buffer) => string])[] = [
  [11, certificateId],
  [8, (bytes) => bytes.toString('hex')],
  [64, (bytes) => `z${base58(bytes)}`],
  [64, (bytes) => bytes.toString('base64url')],
  [256, (bytes) => bytes.toString('base64url')],
  [3, date],
  [4, (bytes) => instant(bytes.readUInt32BE() * 1000).replace('.000Z', 'Z')],
  [6, (bytes) => instant(bytes.readUIntBE(0, 6))],
  [5, (bytes) => withOffset(bytes.readUInt32BE(), bytes.readInt8(4))],
  [0, () => ''],
];

function twoParts(bytes: Uint8Array): string {
  const form = forms[bytes[0] ?? -1];
  if (!form) throw new Error('No such form.');
  const [length, endOf] = form;
  const end = Buffer.from(bytes.subarray(1, 1 + length));
  if (end.length < length) throw new Error('The end of the string is cut off.');
  const beginning = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return beginning.decode(bytes.subarray(1 + length)) + endOf(end);
}

function certificateId(bytes: Buffer): string {
  const bits = BigInt(`0x${bytes.toString('hex')}`);
  if ((bits & 7n) !== 0n) throw new Error('Spare bits are set.');
  const digit = (place: number) =>
    '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.charAt(Number((bits >> BigInt(3 + 5 * (16 - place))) & 31n));
  return Array.from({ length: 17 }, (_, place) => digit(place)).join('');
}

function base58(bytes: Buffer): string {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let digits = '';
  for (let rest = BigInt(`0x${bytes.toString('hex')}`); rest > 0n; rest /= 58n)
    digits = alphabet.charAt(Number(rest % 58n)) + digits;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros < 0 ? bytes.length : zeros) + digits;
}

function date(bytes: Buffer): string {
  const days = bytes.readUIntBE(0, 3);
  const [year, month, day] = [Math.floor(days / 372), (Math.floor(days / 31) % 12) + 1, (days % 31) + 1];
  const text = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const real = new Date(`${text}T00:00:00Z`);
  if (year > 9999 || Number.isNaN(real.getTime()) || real.getUTCDate() !== day)
    throw new Error('No such day.');
  return text;
}

function instant(milliseconds: number): string {
  if (milliseconds > Date.UTC(9999, 11, 31, 23, 59, 59, 999)) throw new Error('An instant after 9999.');
  return new Date(milliseconds).toISOString();
}

function withOffset(seconds: number, quarters: number): string {
  const local = instantOfOffset(seconds, quarters);
  const minutes = Math.abs(quarters) * 15;
  return `${local}${quarters < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const instantOfOffset = (seconds: number, quarters: number) =>
  new Date((seconds + quarters * 900) * 1000).toISOString().slice(0, 19);

const two = (value: number) => String(value).padStart(2, '0');
