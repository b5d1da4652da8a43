// Written from docs/implementers/vds-nc-fields.md, this project's own description of ICAO's report: not from the encoder, but by its
// side, and changed with the page. That it reads what Mohar signs shows that page and encoder agree. What either has to do with
// ICAO's report, only ICAO's example and Australia's proof show, which it reads as well.
import { type KeyObject, verify, X509Certificate } from 'node:crypto';
import canonicalize from 'canonicalize';
import iso from 'iso-3166-1';

type Json = Record<string, unknown>;

/** A seal in plain names. Members that the seal does not have are absent. */
export interface ReadSeal {
  readonly kind: 'vaccination' | 'test';
  readonly issuer: string;
  /** The parts of the id as they stand, the second one only where there is one. */
  readonly idParts: readonly string[];
  readonly holder: Json;
  readonly vaccinations: readonly (Json & { readonly doses: readonly Json[] })[];
  readonly test: Json;
}

/**
 * Reads a seal and verifies it.
 *
 * @param text what a scanner reads.
 * @param trusted the certificate of the signer itself, or of the authority that issued it.
 * @param at when: the certificates must be valid.
 * @throws Error where the seal is malformed, or its signature does not count.
 */
export function readVdsNc(text: string, trusted: X509Certificate, at: Date): ReadSeal {
  const seal = parse(text);
  const data = object(seal.data, 'data');
  const sig = object(seal.sig, 'sig');
  only(seal, ['data', 'sig']);
  only(sig, ['alg', 'cer', 'sigvl']);
  const header = object(data.hdr, 'hdr');
  const kind = header.t === 'icao.vacc' ? 'vaccination' : header.t === 'icao.test' ? 'test' : undefined;
  if (!kind || header.v !== 1) throw new Error('Neither icao.vacc nor icao.test, version 1.');
  const certificate = new X509Certificate(fromBase64Url(sig.cer));
  assertTrusted(certificate, trusted, kind === 'vaccination' ? 'NV' : 'NT', at);
  assertSigned(data, sig, certificate.publicKey);
  assertCountry(String(header.is), certificate, trusted);
  const message = object(data.msg, 'msg');
  const person = object(message.pid, 'pid');
  return {
    kind,
    issuer: matching(header.is, /^[A-Z]{3}$/, 'is'),
    ...(kind === 'vaccination' ? vaccination(message, person) : test(message, person)),
  };
}

function parse(text: string): Json {
  if (text.length > 16_384) throw new Error('Longer than 16,384 characters.');
  const seal: unknown = JSON.parse(text);
  const colons = text.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1;
  if (colons !== members(seal)) throw new Error('A member stands twice.');
  return object(seal, 'the seal');
}

const members = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, each) => sum + members(each), 0) +
      (Array.isArray(value) ? 0 : Object.keys(value).length)
    : 0;

function assertSigned(data: Json, sig: Json, key: KeyObject): void {
  const algorithms: Record<string, readonly [string, string]> = {
    ES256: ['sha256', 'prime256v1'],
    ES384: ['sha384', 'secp384r1'],
    ES512: ['sha512', 'secp521r1'],
  };
  const [digest, curve] = algorithms[String(sig.alg)] ?? [];
  if (!digest || key.asymmetricKeyDetails?.namedCurve !== curve) throw new Error('alg does not fit the key.');
  const signed = Buffer.from(canonicalize(data) ?? '', 'utf8');
  if (!verify(digest, signed, { key, dsaEncoding: 'ieee-p1363' }, fromBase64Url(sig.sigvl)))
    throw new Error('The signature is wrong.');
}

function assertTrusted(inside: X509Certificate, trusted: X509Certificate, type: string, at: Date): void {
  const isTrusted = inside.publicKey.equals(trusted.publicKey);
  const valid = (each: X509Certificate) => each.validFromDate <= at && at <= each.validToDate;
  if (!isTrusted) {
    if (!trusted.ca || !valid(trusted)) throw new Error('No authority, or not valid.');
    if (!inside.checkIssued(trusted) || !inside.verify(trusted.publicKey))
      throw new Error('The certificate is not of this authority.');
  }
  // Of one that is trusted by its key nobody vouches for the rest of what the seal carries.
  const signer = isTrusted ? trusted : inside;
  if (!valid(signer)) throw new Error('The signer’s certificate is not valid.');
  const usages = signer.keyUsage as string[] | undefined;
  const extensions = extensionsOf(signer);
  const types = extensions.get('2.23.136.1.1.6.2');
  if (!(usages?.includes('2.23.136.1.1.14.2') ?? isTrusted))
    throw new Error('The certificate is for another use.');
  if (!(types ? documentTypes(types.value).includes(type) : isTrusted))
    throw new Error('The certificate is for other documents.');
  const known = ['2.5.29.14', '2.5.29.15', '2.5.29.19', '2.5.29.35', '2.5.29.37', '2.23.136.1.1.6.2'];
  for (const [oid, { critical }] of extensions)
    if (critical && !known.includes(oid)) throw new Error(`Unknown critical extension ${oid}.`);
}

function assertCountry(is: string, inside: X509Certificate, trusted: X509Certificate): void {
  const isTrusted = inside.publicKey.equals(trusted.publicKey);
  const country = (name: string) => /^C=(.+)$/m.exec(name)?.[1]?.toUpperCase();
  const signer = country((isTrusted ? trusted : inside).subject);
  if (signer === undefined) return;
  if (!isTrusted && signer !== country(inside.issuer))
    throw new Error('The authority is of another country.');
  const own: Record<string, string> = {
    D: 'DE',
    GBD: 'GB',
    GBN: 'GB',
    GBO: 'GB',
    GBP: 'GB',
    GBS: 'GB',
    UTO: 'UT',
  };
  const named = own[is] ?? iso.whereAlpha3(is)?.alpha2;
  if (named === undefined ? iso.whereAlpha2(signer) !== undefined : named !== signer)
    throw new Error('The signer is of another country.');
}

// DER, as far as the extensions of a certificate need it (RFC 5280, section 4.1; X.690).

interface Tlv {
  readonly tag: number;
  readonly content: Buffer;
}

function tlvs(bytes: Buffer): Tlv[] {
  const found: Tlv[] = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes.readUInt8(at + 1);
    const extra = first < 128 ? 0 : first & 127;
    const length = extra === 0 ? first : bytes.readUIntBE(at + 2, extra);
    const start = at + 2 + extra;
    if (start + length > bytes.length) throw new Error('DER is cut off.');
    found.push({ tag: bytes.readUInt8(at), content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

const inner = (tlv: Tlv | undefined) => tlvs(tlv?.content ?? Buffer.alloc(0));

function extensionsOf({ raw }: X509Certificate): Map<string, { critical: boolean; value: Buffer }> {
  const [tbs] = inner(tlvs(raw)[0]);
  const [list] = inner(inner(tbs).find(({ tag }) => tag === 0xa3));
  return new Map(
    inner(list).map((extension) => {
      const [oid, ...rest] = inner(extension);
      const value = rest.at(-1)?.content ?? Buffer.alloc(0);
      return [dotted(oid?.content ?? Buffer.alloc(0)), { critical: rest.length > 1, value }] as const;
    }),
  );
}

function dotted(oid: Buffer): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of oid) {
    arc = arc * 128 + (byte & 127);
    if (byte < 128) {
      if (arcs.length === 0) {
        const top = Math.min(2, Math.floor(arc / 40));
        arcs.push(top, arc - top * 40);
      } else arcs.push(arc);
      arc = 0;
    }
  }
  return arcs.join('.');
}

const documentTypes = (value: Buffer): string[] =>
  inner(inner(tlvs(value)[0]).find(({ tag }) => tag === 0x31)).map(({ content }) =>
    content.toString('ascii'),
  );

// The page's tables: member, plain name, what it must look like, whether it is needed.

type Row = readonly [member: string, name: string, form: RegExp, needed?: 'needed'];

const text = (longest: number) => new RegExp(`^.{1,${longest}}$`, 'su');
const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;
const country = /^[A-Z]{3}$/;

const rows = {
  vaccinated: [
    ['n', 'name', text(39), 'needed'],
    ['dob', 'birthDate', day],
    ['sex', 'sex', /^[MFX]$/],
    ['i', 'travelDocument', text(11)],
  ],
  vaccine: [
    ['des', 'vaccineIcd11', text(6), 'needed'],
    ['nam', 'product', /./su, 'needed'],
    ['dis', 'diseaseIcd11', text(6)],
  ],
  dose: [
    ['dvc', 'date', day, 'needed'],
    ['seq', 'number', /^[1-9]\d?$/, 'needed'],
    ['ctr', 'country', country, 'needed'],
    ['adm', 'facility', text(20)],
    ['lot', 'batch', text(20), 'needed'],
    ['dvn', 'nextDose', day],
  ],
  tested: [
    ['n', 'name', text(39), 'needed'],
    ['dob', 'birthDate', day, 'needed'],
    ['dt', 'documentType', /^(P|A|C|I|AC|V|D)$/, 'needed'],
    ['dn', 'documentNumber', text(24), 'needed'],
  ],
  laboratory: [
    ['spn', 'facility', text(20), 'needed'],
    ['ctr', 'country', country, 'needed'],
  ],
  contact: [
    ['p', 'telephone', text(19)],
    ['e', 'email', /./su],
    ['a', 'address', /./su],
  ],
  dates: [
    ['sc', 'collectedAt', moment, 'needed'],
    ['ri', 'reportedAt', moment, 'needed'],
  ],
  result: [
    ['tc', 'method', /./su, 'needed'],
    ['r', 'result', /./su, 'needed'],
    ['m', 'specimen', /./su],
  ],
} as const satisfies Record<string, readonly Row[]>;

function fields(value: unknown, table: keyof typeof rows): Json {
  const source = object(value, table);
  const read: Json = {};
  for (const [member, name, form, needed] of rows[table] as readonly Row[]) {
    const found = source[member];
    if (found === undefined) {
      if (needed) throw new Error(`${member} is missing.`);
      continue;
    }
    if (typeof found !== (member === 'seq' ? 'number' : 'string')) throw new Error(`${member} is of no use.`);
    matching(String(found), form, member);
    read[name] = found;
  }
  return read;
}

function vaccination(message: Json, person: Json) {
  const holder = fields(person, 'vaccinated');
  if (!('birthDate' in holder || 'travelDocument' in holder)) throw new Error('Neither dob nor i.');
  return {
    idParts: idParts(message.uvci, person.ai),
    holder: withNameParts(holder),
    vaccinations: list(message.ve, 've').map((vaccine) => ({
      ...fields(vaccine, 'vaccine'),
      doses: list(object(vaccine, 've').vd, 'vd').map((dose) => fields(dose, 'dose')),
    })),
    test: {},
  };
}

function test(message: Json, person: Json) {
  const laboratory = object(message.sp, 'sp');
  return {
    idParts: idParts(message.utci, message.opt, 20),
    holder: withNameParts(fields(person, 'tested')),
    vaccinations: [],
    test: {
      ...fields(laboratory, 'laboratory'),
      ...(laboratory.cd === undefined ? {} : { contact: fields(laboratory.cd, 'contact') }),
      ...fields(message.dat, 'dates'),
      ...fields(message.tr, 'result'),
    },
  };
}

function withNameParts(holder: Json): Json {
  const [primary, secondary] = String(holder.name).split('  ');
  return { ...holder, primary, ...(secondary === undefined ? {} : { secondary }) };
}

const idParts = (first: unknown, second: unknown, longest = 24): string[] => [
  matching(first, text(12), 'uvci or utci'),
  ...(second === undefined ? [] : [matching(second, text(longest), 'ai or opt')]),
];

function object(value: unknown, what: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${what} is no object.`);
  return value as Json;
}

function list(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw new Error(`${what} is no list, or empty.`);
  return value;
}

function only(value: Json, names: readonly string[]): void {
  for (const name of Object.keys(value))
    if (!names.includes(name)) throw new Error(`${name} does not belong here.`);
}

function matching(value: unknown, form: RegExp, what: string): string {
  if (typeof value !== 'string' || !form.test(value)) throw new Error(`${what} is not as it must be.`);
  return value;
}

function fromBase64Url(value: unknown): Buffer {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_-]+={0,2}$/.test(value)) throw new Error('Not base64url.');
  return Buffer.from(value, 'base64url');
}
