import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { encode as toBase45 } from 'base45';
import { encode as toCbor } from 'cbor2';
import fc from 'fast-check';
import jsonld from 'jsonld';
import { canonize } from 'rdf-canonize';
import { describe, expect, test } from 'vitest';
import { bundledContexts, loadFrom } from '../../../src/credential/contexts/bundled.ts';
import type { HealthEvent, TestEvent, VaccinationEvent } from '../../../src/event/health-event.ts';
import { packCompact } from '../../../src/formats/compact/pack.ts';
import table from '../../../src/formats/compact/term-table.json' with { type: 'json' };
import { buildVc2 } from '../../../src/formats/w3c-vc2/build.ts';
import { cryptosuites } from '../../../src/proofs/cryptosuites.ts';
import { issueProof } from '../../../src/proofs/issue-proof.ts';
import { profile, publicKeyOf, signerFor } from '../../sample-issuer.ts';
import { certificateId, testRecord, vaccinationRecord } from '../vds-nc/sample-records.ts';
import { cborOfCompact, jsonOfCbor, readCompact } from './compact.ts';

const folder = join(import.meta.dirname, '../../../../../docs/verifiers/compact-example');
const example = (name: string): string => readFileSync(join(folder, name), 'utf8');
const suites = ['eddsa-rdfc-2022', 'ecdsa-rdfc-2019'] as const;

type Credential = Record<string, unknown> & { readonly proof: Record<string, unknown> };

describe('the example of the page', () => {
  const code = example('code.txt');

  test('its CBOR and its JSON, to the byte', () => {
    const cbor = Buffer.from(example('cbor.hex').replace(/\s/g, ''), 'hex');
    expect(Buffer.from(cborOfCompact(code))).toEqual(cbor);
    expect(jsonOfCbor(cbor, table)).toBe(example('credential.json'));
    expect(readCompact(code, table)).toBe(example('credential.json'));
  });

  test('its proof is of the key that its did:key names', async () => {
    const credential = JSON.parse(readCompact(code, table)) as Credential;
    const key = keyOfDid(String(credential.proof.verificationMethod));
    expect(await isSigned(credential, key)).toBe(true);
    expect(await isSigned({ ...credential, validFrom: '2026-05-01T10:20:30.124Z' }, key)).toBe(false);
  });
});

const vaccinations: Record<string, (event: VaccinationEvent) => object> = {
  'as in the examples': () => ({}),
  'a long name in Tamil, with what JSON escapes': (event) => ({
    recipient: { ...event.recipient, name: `${'அருணாசலம் '.repeat(12)}"\\/\u2028 😀` },
  }),
  'a year of birth': (event) => ({ recipient: { ...event.recipient, dob: '1899' } }),
  'a full date of birth, on a leap day': (event) => ({
    recipient: { ...event.recipient, dob: '2024-02-29' },
  }),
  'an offset to the west': (event) => ({
    vaccination: { ...event.vaccination, date: '2022-01-20T08:15:00-09:30' },
  }),
  'an offset of nothing': (event) => ({
    vaccination: { ...event.vaccination, date: '2022-01-20T08:15:00+00:00' },
  }),
  'an offset of 7 minutes, and parts of a second': (event) => ({
    vaccination: { ...event.vaccination, date: '2022-01-20T08:15:00.1+05:37' },
  }),
  milliseconds: (event) => ({ vaccination: { ...event.vaccination, date: '2022-01-20T08:15:00.007Z' } }),
  'before 1970': (event) => ({ vaccination: { ...event.vaccination, date: '1969-12-31T23:59:59Z' } }),
  'a batch that looks like hexadecimal digits, and one like a number': (event) => ({
    vaccination: { ...event.vaccination, batch: '0123456789abcdef', manufacturer: '-1e5' },
  }),
  'values that are terms, or the id of another certificate': (event) => ({
    recipient: { ...event.recipient, name: 'VerifiableCredential', nationality: '00000000000000000' },
    vaccination: { ...event.vaccination, manufacturer: 'MH1:', batch: 'z1111' },
  }),
};
const tests: Record<string, (event: TestEvent) => object> = {
  'as in the examples, in Devanagari': () => ({}),
  'dates with offsets': (event) => ({
    testDetails: {
      ...event.testDetails,
      sampleCollectionTimestamp: '2022-02-01T12:00:00+05:30',
      resultTimestamp: '2022-02-01T20:35:00+14:00',
    },
  }),
  positive: (event) => ({ testDetails: { ...event.testDetails, result: 'Positive' } }),
};
const events: readonly (readonly [string, HealthEvent])[] = [
  ...Object.entries(vaccinations).map(
    ([name, change]) => [`vaccination: ${name}`, vaccinationRecord(change).event] as const,
  ),
  ...Object.entries(tests).map(([name, change]) => [`test: ${name}`, testRecord(change).event] as const),
];

describe.each(suites)('what Mohar signs with %s', (suite) => {
  test.each(events)(
    '%s: restored to the byte, with every value of the event; the proof holds',
    async (_, event) => {
      const credential = await certify(event, suite);
      const restored = readCompact(packCompact(credential), table);
      expect(restored).toBe(credential);
      const read = JSON.parse(restored) as Credential;
      expect(read).toMatchObject({ certificateId, credentialSubject: expected(event) });
      expect(await isSigned(read, publicKeyOf(suite))).toBe(true);
    },
  );

  test('a changed character: refused, spare bits of the last byte, or the proof does not hold', async () => {
    const credential = await certify(testRecord().event, suite);
    const code = packCompact(credential);
    const outcomes = { refused: 0, unsigned: 0 };
    for (let at = 0; at < code.length; at += 5) {
      const changed = code.slice(0, at) + (code[at] === '7' ? '8' : '7') + code.slice(at + 1);
      const read = readOrUndefined(changed);
      if (read === undefined) outcomes.refused++;
      else if (read === credential) expect(at).toBeGreaterThan(code.length - 4);
      else {
        expect(await isSignedOrFalse(read, publicKeyOf(suite)), `character ${at}`).toBe(false);
        outcomes.unsigned++;
      }
    }
    expect(outcomes.refused).toBeGreaterThan(0);
  });

  test('a changed byte in the CBOR: refused, the same JSON, or the proof does not hold', async () => {
    const credential = await certify(vaccinationRecord().event, suite);
    const cbor = cborOfCompact(packCompact(credential));
    const outcomes = { refused: 0, unsigned: 0 };
    for (let at = 0; at < cbor.length; at += 3) {
      const changed = cbor.with(at, (cbor[at] ?? 0) ^ 1);
      const read = readOrUndefined(codeOf(changed));
      if (read === undefined) outcomes.refused++;
      else if (read !== credential) {
        expect(await isSignedOrFalse(read, publicKeyOf(suite)), `byte ${at}`).toBe(false);
        outcomes.unsigned++;
      }
    }
    expect(outcomes.unsigned).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(0);
  });
});

test('any JSON object comes back to the byte', () => {
  const dates = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z') });
  const offset = fc
    .tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([sign, hours, minutes]) => `${sign}${two(hours)}:${two(minutes)}`);
  const instants = dates.map((date) => date.toISOString());
  const awkward = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(...table.values),
    instants,
    instants.map((text) => text.slice(0, 10)),
    instants.map((text) => text.replace(/\.\d+/, '')),
    fc.tuple(instants, offset).map(([text, zone]) => text.slice(0, 19) + zone),
    fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), minLength: 15, maxLength: 20 }),
    fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 15, maxLength: 17 }),
    fc.uint8Array({ minLength: 63, maxLength: 65 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    fc
      .uint8Array({ minLength: 256, maxLength: 256 })
      .map((bytes) => Buffer.from(bytes).toString('base64url')),
    fc.constantFrom(
      '\uFEFF',
      '\uFEFFname',
      '',
      '0000-01-01',
      '9999-12-31',
      '2023-02-29',
      '2024-02-29T24:00:00Z',
    ),
  );
  const leaf = fc.oneof(
    awkward,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    fc.boolean(),
  );
  const name = fc
    .oneof(fc.constantFrom(...table.names), fc.string({ unit: 'grapheme' }))
    .filter((text) => !text.startsWith('\uFEFF') && text !== '__proto__');
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(name, tie('value'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 8 }), (object) => {
      const text = JSON.stringify(object);
      expect(readCompact(packCompact(text), table)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

describe('what the page tells readers to refuse', () => {
  const key = '#';
  const bytes = (...values: number[]) => Uint8Array.from(values);
  const refused: readonly (readonly [string, unknown])[] = [
    ['no map', ['a']],
    ['a name of no number', new Map([[table.names.length, 1]])],
    ['a value of no number', new Map([[key, -1 - table.values.length]])],
    ['a form of no number', new Map([[key, bytes(10)]])],
    ['no form at all', new Map([[key, bytes()]])],
    ['a form cut off', new Map([[key, bytes(0, 1, 2)]])],
    ['spare bits', new Map([[key, bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)]])],
    ['a day that no month has', new Map([[key, bytes(5, ...day(2023, 2, 29))]])],
    ['a year of five digits', new Map([[key, bytes(5, ...day(10_000, 1, 1))]])],
    ['an instant after 9999', new Map([[key, bytes(7, 255, 255, 255, 255, 255, 255)]])],
    ['a beginning that is no UTF-8', new Map([[key, bytes(9, 0xc3)]])],
    ['a number that JSON does not have', new Map([[key, bytes(255, 0x30, 0x31)]])],
    ['a floating-point number', new Map([[key, 1.5]])],
    [
      'a name twice',
      new Map<unknown, unknown>([
        [0, 1],
        [table.names[0], 2],
      ]),
    ],
    ['undefined', new Map([[key, undefined]])],
  ];
  test.each(refused)('%s', (_, item) => {
    expect(readOrUndefined(codeOf(toCbor(item)))).toBeUndefined();
  });
  test.each([
    ['a map of no definite length', 'bf6123 01ff'],
    ['a tag', 'a16123c100'],
    ['two items', 'a1612301 00'],
    ['an integer beyond 2^53 - 1', 'a161231b0020000000000000'],
  ])('%s', (_, hex) => {
    expect(readOrUndefined(codeOf(Buffer.from(hex.replace(' ', ''), 'hex')))).toBeUndefined();
  });
  test('nesting deeper than 32, another version, more than 64 KB', () => {
    const nested = (depth: number): unknown =>
      depth === 1 ? new Map() : new Map([[key, nested(depth - 1)]]);
    expect(readOrUndefined(codeOf(toCbor(nested(32))))).toBeDefined();
    expect(readOrUndefined(codeOf(toCbor(nested(33))))).toBeUndefined();
    expect(readOrUndefined(example('code.txt').replace('MH1:', 'MH2:'))).toBeUndefined();
    expect(readOrUndefined(codeOf(toCbor(new Map([[key, 'x'.repeat(65_536)]]))))).toBeUndefined();
  });
  test('strings that have a short form, written as text, are taken', () => {
    const item = new Map([
      ['id', 'ZW7QD48VXF7XQXTV3'],
      ['type', String(table.values[0])],
    ]);
    expect(readOrUndefined(codeOf(toCbor(item)))).toBe(JSON.stringify(Object.fromEntries(item)));
  });
});

async function certify(event: HealthEvent, suite: (typeof suites)[number]): Promise<string> {
  const issuance = {
    certificateId,
    issuedAt: '2026-05-01T10:20:30.123Z',
    status: { list: 12, index: 94_123 },
  };
  const credential = buildVc2(event, issuance, profile);
  return JSON.stringify(
    await issueProof(credential, cryptosuites[suite], signerFor(suite), issuance.issuedAt),
  );
}

function expected(event: HealthEvent): object {
  const { recipient } = event;
  const subject = {
    beneficiaryId: event.beneficiary,
    fullName: recipient.name,
    birthDate: recipient.dob,
    sex: recipient.gender,
    nationality: recipient.nationality,
    address: {
      addressLine1: recipient.address?.addressLine1,
      district: recipient.address?.district,
      region: recipient.address?.state,
      postalCode: recipient.address?.pincode,
    },
  };
  if (event.kind === 'test') {
    const { testDetails: details } = event;
    return {
      ...subject,
      test: {
        disease: details.disease,
        testName: details.testName,
        testType: details.testType,
        manufacturer: details.manufacturer,
        sampleOrigin: details.sampleOrigin,
        sampledAt: details.sampleCollectionTimestamp,
        resultAt: details.resultTimestamp,
        result: details.result,
        testedBy: event.verifier?.name,
        facility: { facilityName: event.facility.name },
      },
    };
  }
  const { vaccination } = event;
  return {
    ...subject,
    vaccination: {
      vaccine: vaccination.name,
      manufacturer: vaccination.manufacturer,
      batch: vaccination.batch,
      vaccinatedOn: vaccination.date,
      dose: vaccination.dose,
      totalDoses: vaccination.totalDoses,
      effectiveFrom: vaccination.effectiveStart,
      effectiveUntil: vaccination.effectiveUntil,
      facility: { facilityName: event.facility.name },
    },
  };
}

/** Data Integrity EdDSA and ECDSA Cryptosuites 1.0, sections 3.2: verification, with the libraries jsonld and rdf-canonize. */
async function isSigned({ proof, ...document }: Credential, key: KeyObject): Promise<boolean> {
  const { proofValue, ...options } = proof;
  const hashes = [];
  for (const input of [{ '@context': document['@context'], ...options }, document]) {
    const quads = await jsonld.toRDF(input, { documentLoader: loadFrom(bundledContexts), safe: true });
    const nquads = await canonize(quads, { algorithm: 'RDFC-1.0' });
    hashes.push(createHash('sha256').update(nquads).digest());
  }
  const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  const signature = fromBase58(String(proofValue).slice(1));
  return verify(digest, Buffer.concat(hashes), { key, dsaEncoding: 'ieee-p1363' }, signature);
}

async function isSignedOrFalse(json: string, key: KeyObject): Promise<boolean> {
  try {
    return await isSigned(JSON.parse(json) as Credential, key);
  } catch {
    return false;
  }
}

/** An Ed25519 key: `did:key:z` and the base58 of 0xed01 and 32 bytes. */
function keyOfDid(method: string): KeyObject {
  const bytes = fromBase58(String(method.split('#z')[1]));
  expect([...bytes.subarray(0, 2)]).toEqual([0xed, 0x01]);
  const x = bytes.subarray(2).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

function fromBase58(text: string): Buffer {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let value = 0n;
  for (const digit of text) value = value * 58n + BigInt(alphabet.indexOf(digit));
  const hex = value.toString(16);
  const zeros = text.match(/^1*/)?.[0].length ?? 0;
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')]);
}

const codeOf = (cbor: Uint8Array) => `MH1:${toBase45(deflateRawSync(cbor))}`;

function readOrUndefined(code: string): string | undefined {
  try {
    return readCompact(code, table);
  } catch {
    return undefined;
  }
}

function day(year: number, month: number, date: number): number[] {
  const number = (year * 12 + month - 1) * 31 + date - 1;
  return [number >> 16, (number >> 8) & 255, number & 255];
}

const two = (value: number) => String(value).padStart(2, '0');
