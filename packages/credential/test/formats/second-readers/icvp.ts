// Written from docs/implementers/icvp-fields.md, this project's own description of WHO's drafts: not from the encoder, but by its side,
// and changed with the page. That it reads what Mohar signs shows that page and encoder agree. What either has to do with WHO's
// drafts, only the codes of WHO's validator show, all of the fields of 2024; no code of 2026 is public.
import { createHash, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { decode as fromBase45, encode as toBase45 } from 'base45';
import { decode as fromCbor, Tag, encode as toCbor } from 'cbor2';

type Year = '2024' | '2025' | '2026';
type Members = ReadonlyMap<unknown, unknown>;

/** A certificate in plain names. What it does not tell is absent. */
export interface ReadCertificate {
  readonly issuer: string;
  /** Seconds since 1970. */
  readonly expiresAt?: number;
  readonly issuedAt?: number;
  /** The claim `cti`, as text. */
  readonly certificateId?: string;
  readonly keyId: Uint8Array;
  readonly fieldSet: Year;
  readonly holder: Readonly<Record<string, string>>;
  readonly dose: Readonly<Record<string, string>>;
  /** Whether the signature is the key's, and the key id that of the certificate, where one was given. */
  readonly verified: boolean;
}

/**
 * Reads a code.
 *
 * @param text what a scanner reads: `HC1:…`.
 * @param signer the certificate of the signer, or its public key alone.
 * @throws Error where the code is malformed or lacks what must be there. A wrong signature is no error.
 */
export function readIcvp(text: string, signer: X509Certificate | KeyObject): ReadCertificate {
  const message = coseSign1(text);
  const claims = map(decoded(message.payload), 'claims');
  const { content, fieldSet, dose } = contentOf(map(claims.get(-260), 'claim -260'));
  const [issuer, expiresAt, issuedAt, id] = [1, 4, 6, 7].map((claim) => claims.get(claim));
  if (typeof issuer !== 'string' || !/^[A-Z]{2,3}$/.test(issuer)) throw new Error('No issuing country.');
  return {
    issuer,
    ...(expiresAt === undefined ? {} : { expiresAt: seconds(expiresAt) }),
    ...(issuedAt === undefined ? {} : { issuedAt: seconds(issuedAt) }),
    ...(id === undefined ? {} : { certificateId: Buffer.from(bytes(id)).toString('ascii') }),
    keyId: message.keyId,
    fieldSet,
    holder: fields(content, 'holder', fieldSet),
    dose: fields(dose, 'dose', fieldSet),
    verified: isSigned(message, signer),
  };
}

interface Sign1 {
  readonly protectedHeader: Uint8Array;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  readonly keyId: Uint8Array;
}

function coseSign1(text: string): Sign1 {
  if (!text.startsWith('HC1:')) throw new Error('The text does not begin with HC1:.');
  const written = text.slice(4);
  const compressed = fromBase45(written);
  if (toBase45(compressed) !== written) throw new Error('Not base45.');
  const item = decoded(inflateSync(compressed, { maxOutputLength: 64 * 1024 }));
  const parts = item instanceof Tag && Number(item.tag) === 18 ? item.contents : item;
  if (!Array.isArray(parts) || parts.length !== 4) throw new Error('No COSE_Sign1.');
  const protectedHeader = bytes(parts[0]);
  const header = map(decoded(protectedHeader), 'protected header');
  if (header.get(1) !== -7) throw new Error('Not ES256.');
  const keyId = bytes(header.get(4) ?? map(parts[1], 'unprotected header').get(4));
  return { protectedHeader, payload: bytes(parts[2]), signature: bytes(parts[3]), keyId };
}

function isSigned(
  { protectedHeader, payload, signature, keyId }: Sign1,
  signer: X509Certificate | KeyObject,
) {
  if (signer instanceof X509Certificate) {
    const own = createHash('sha256').update(signer.raw).digest().subarray(0, 8);
    if (!own.equals(keyId)) return false;
  }
  const key = signer instanceof X509Certificate ? signer.publicKey : signer;
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return false;
  // Sig_structure: RFC 9052, section 4.4.
  const signed = toCbor(['Signature1', protectedHeader, new Uint8Array(), payload]);
  return verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

function contentOf(subclaims: Members): { content: Members; fieldSet: Year; dose: Members } {
  for (const [number, value] of subclaims) {
    if ([1, 3, 4, 5].includes(Number(number))) continue;
    const content = entryOf(value);
    if (!(content instanceof Map) || !content.has('n')) continue;
    const [newer, older] = [entryOf(content.get('vx')), entryOf(content.get('v'))];
    if (newer instanceof Map) return { content, fieldSet: '2026', dose: newer };
    if (older instanceof Map) return { content, fieldSet: before2026(content, older), dose: older };
  }
  throw new Error('No certificate under the claim -260.');
}

function before2026(content: Members, dose: Members): Year {
  const icd11 = /^X[A-Z0-9]{5}$/.test(String(dose.get('vp') ?? ''));
  return content.has('ndt') || (!dose.has('tg') && !icd11) ? '2025' : '2024';
}

const entryOf = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);

// The page's tables: plain name, and the member of 2024, 2025 and 2026; '!' where it must be there.

const tables = {
  holder: [
    ['name', '!n', '!n', '!n'],
    ['birthDate', '!dob', '!dob', '!dob'],
    ['sex', 's', 's', '!s'],
    ['nationality', 'ntl', 'ntl', 'nt'],
    ['documentNumber', 'nid', 'nid', 'id'],
    ['documentType', '', 'ndt', 'dt'],
    ['guardian', 'gn', 'gn', 'gn'],
    ['templateVersion', '', '', '!v'],
  ],
  dose: [
    ['diseaseIcd11', 'tg', '', ''],
    ['vaccineIcd11', '!vp', '', ''],
    ['product', 'mp', '!vp', '!vp'],
    ['manufacturer', 'ma', '', ''],
    ['manufacturerId', 'mid', '', ''],
    ['date', '!dt', '!dt', '!dv'],
    ['batch', '!bo', '!bo', '!bo'],
    ['countsFrom', 'vls', 'vls', ''],
    ['countsUntil', 'vle', 'vle', ''],
    ['clinician', 'cn', 'cn', 'cn'],
    ['issuer', 'is', 'is', 'is'],
    ['doseNumber', 'dn', '', ''],
  ],
} as const;
const column = { 2024: 1, 2025: 2, 2026: 3 } as const;
const sexes: Record<string, string> = { M: 'male', F: 'female', O: 'other', U: 'unknown' };

function fields(source: Members, table: keyof typeof tables, year: Year): Record<string, string> {
  const read: Record<string, string> = {};
  for (const row of tables[table]) {
    const cell: string = row[column[year]];
    if (cell === '') continue;
    const member = cell.replace('!', '');
    const value = textOf(source.get(member), member);
    if (value === '') {
      if (cell.startsWith('!')) throw new Error(`${member} is missing.`);
      continue;
    }
    read[row[0]] = plain(row[0], value, year);
  }
  return read;
}

function plain(name: string, value: string, year: Year): string {
  if (name === 'sex') {
    const word = Object.values(sexes).find((one) => one === value);
    const sex = { 2024: sexes[value], 2025: word ?? sexes[value], 2026: word }[year];
    if (!sex) throw new Error('s is none of the words for a sex.');
    return sex;
  }
  if (name === 'birthDate' && year !== '2026') return day(value, /^\d{4}(-\d\d(-\d\d)?)?$/);
  if (['birthDate', 'date', 'countsFrom', 'countsUntil'].includes(name))
    return day(value, /^\d{4}-\d\d-\d\d$/);
  return value;
}

function day(value: string, form: RegExp): string {
  const [date = ''] = value.split('T');
  if (!form.test(date) || Number.isNaN(Date.parse(date))) throw new Error(`${value} is no date.`);
  return date;
}

function textOf(value: unknown, member: string): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Error(`${member} is no text.`);
}

const decoded = (cbor: Uint8Array): unknown =>
  fromCbor(new Uint8Array(cbor), { preferMap: true, rejectDuplicateKeys: true, ignoreGlobalTags: true });

function map(value: unknown, what: string): Members {
  if (!(value instanceof Map)) throw new Error(`${what} is no map.`);
  return value;
}

function bytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error('No byte string.');
  return value;
}

function seconds(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new Error('No whole seconds.');
  return value;
}
