import { describe, expect, test } from 'vitest';
import { UnreadablePayloadError, UnsuitableKeyError } from '../../../src/errors.ts';
import { buildDdcc, type DdccDocument } from '../../../src/formats/who-ddcc/build-ddcc.ts';
import { decodeDdcc } from '../../../src/formats/who-ddcc/decode.ts';
import { contentDdcc, encodeDdcc } from '../../../src/formats/who-ddcc/encode.ts';
import { summarize } from '../../../src/formats/who-ddcc/summarize.ts';
import { verifyDdcc } from '../../../src/formats/who-ddcc/verify.ts';
import { cborOfJson } from '../../../src/hcert/cbor-of-json.ts';
import { signHcert } from '../../../src/hcert/claims.ts';
import type { JsonObject, JsonValue } from '../../../src/json.ts';
import { textOf } from '../../../src/qr/code-content.ts';
import { verify } from '../../../src/verification/verify.ts';
import { at, issuedAt, newHcertSigner, validatorFile, validity } from '../hcert-signer.ts';
import { plain, readHcertIndependently } from '../read-hcert-independently.ts';
import { certificateId, example, testRecord, vaccinationRecord } from './records.ts';

const { signer, publicKey, trusted } = newHcertSigner();
const trust = [trusted()];
const vaccination = buildDdcc(vaccinationRecord(example('vaccination')));
const testResult = buildDdcc(testRecord(example('test')));
const yellowFever = buildDdcc(
  vaccinationRecord(example('vaccination'), {
    disease: { name: 'Yellow fever', icd11: '1D47', snomed: '16541001' },
    vaccine: { icd11Code: 'XM0N24', prophylaxis: 'Yellow fever vaccines' },
  }),
);
const documents: [string, DdccDocument, number][] = [
  ['vaccination', vaccination, 3],
  ['test', testResult, 4],
  ['another disease', yellowFever, 3],
];

/** Signs members that the builder would not write. */
const signedMembers = (subclaim: number, members: JsonValue) =>
  signHcert(subclaim, cborOfJson(members), signer, { ...validity, issuer: 'IN' });

describe.each(documents)('%s', (_, document, subclaim) => {
  test('what is signed is read and verified', async () => {
    const text = await encodeDdcc(document, signer, validity);
    expect(decodeDdcc(text)).toMatchObject({ members: document.members, faulty: [] });
    const answer = await verifyDdcc(text, { trust, at });
    expect(answer).toMatchObject({
      verdict: 'valid',
      format: 'who-ddcc',
      issuerName: 'Ministry of Health',
      content: document.members,
      summary: { kind: document.kind, certificateId, issuedAt: '2026-05-01T10:20:30.000Z' },
    });
    expect(answer.checks.every(({ outcome }) => outcome === 'passed' || outcome === 'skipped')).toBe(true);
  });

  test('another reader finds the same in it', async () => {
    const text = await encodeDdcc(document, signer, validity);
    const { claims, ...read } = readHcertIndependently(text, publicKey);
    expect(read).toEqual({ tag: 18, algorithm: -7, keyId: signer.keyId, verified: true });
    expect(claims.get(1)).toBe('IN');
    expect(claims.get(6)).toBe(issuedAt / 1000);
    expect(claims.get(4)).toBe(signer.certificateUntil / 1000);
    const hcert = claims.get(-260) as Map<number, unknown>;
    expect([...hcert.keys()]).toEqual([subclaim]);
    expect(plain(hcert.get(subclaim))).toEqual(document.members);
  });

  test('goes into a QR code in one alphanumeric segment', async () => {
    const text = await encodeDdcc(document, signer, validity);
    const content = contentDdcc(text);
    expect(textOf(content)).toBe(text);
    expect(content.segments).toHaveLength(1);
    expect(text).toMatch(/^HC1:[0-9A-Z $%*+\-./:]+$/);
  });
});

test('the members of a vaccination', () => {
  expect(vaccination.members).toEqual({
    name: 'Asha Ramakrishnan',
    birthDate: '1988-03-14',
    identifier: 'did:in.gov.passport:Z3456721',
    sex: { system: 'http://hl7.org/fhir/administrative-gender', code: 'female' },
    hcid: certificateId,
    pha: 'Ministry of Health',
    vaccine: { system: 'http://id.who.int/icd11/mms', code: 'XM0GQ8' },
    brand: { system: 'http://id.who.int/icd11/mms', code: 'XM8NQ0' },
    manufacturer: { code: 'Serum Institute of India' },
    lot: '4121Z025',
    date: '2021-07-12T10:41:00.000Z',
    vaccine_valid: '2021-07-12',
    dose: 2,
    total_doses: 2,
    country: { system: 'urn:iso:std:iso:3166', code: 'IND' },
    centre: 'Primary Health Centre, Indiranagar',
    hw: 'Sooraj Singh',
    disease: { system: 'http://id.who.int/icd11/mms', code: 'RA01' },
  });
});

test('what a person sees of a test', async () => {
  const { summary } = await verifyDdcc(await encodeDdcc(testResult, signer, validity), { trust, at });
  expect(summary).toMatchObject({
    holder: { name: 'रमेश कुमार', birthDate: '1994-11-30', birthYear: '1994', sex: 'male' },
    test: {
      disease: 'SARS-CoV-2',
      testName: 'SARS-CoV-2 RT-PCR',
      testType: 'Viral nucleic acid amplification test or NAAT',
      result: 'Not detected',
      sampledAt: '2022-02-01T06:30:00Z',
    },
    facility: 'District Laboratory, Lucknow',
  });
});

describe("WHO's published codes", () => {
  test.each(['WHOQR1', 'WHOSingaporePCR'])('%s is read', async (name) => {
    const text = validatorFile(`${name}Contents.txt`);
    const { contents } = JSON.parse(validatorFile(`${name}Unpacked.json`));
    expect(decodeDdcc(text)).toMatchObject({ members: contents, faulty: [] });
    expect(await verifyDdcc(text, { trust, at })).toMatchObject({
      verdict: 'untrusted-issuer',
      format: 'who-ddcc',
    });
  });

  test('a person sees what is in them', () => {
    const vaccine = decodeDdcc(validatorFile('WHOQR1Contents.txt'));
    expect(summarize(vaccine.content)).toEqual({
      kind: 'vaccination',
      certificateId: 'US111222333444555666',
      holder: { name: 'Eddie Murphy', birthDate: '1986-09-19', birthYear: '1986', sex: 'male' },
      vaccination: {
        disease: 'COVID-19',
        vaccine: 'TEST',
        prophylaxis: 'SARS-CoV-2 mRNA vaccine',
        manufacturer: 'TEST',
        batch: 'PT123F',
        date: '2021-07-08',
        effectiveFrom: '2021-07-22',
        effectiveUntil: '2022-07-08',
        dose: 1,
        totalDoses: 2,
        stage: 'provisional',
      },
      facility: 'Vaccination Site',
      attestedBy: 'http://www.acme.org/practitioners/23',
    });
    const pcr = decodeDdcc(validatorFile('WHOSingaporePCRContents.txt'));
    expect(summarize(pcr.content)).toEqual({
      kind: 'test',
      holder: { name: 'TAN CHEN CHEN', birthDate: '1990-01-15', birthYear: '1990', sex: 'male' },
      test: {
        disease: 'SARS-CoV-2',
        testType: 'Nucleic acid amplification with probe detection',
        result: 'Not detected',
        sampledAt: '2022-07-27T06:15:00Z',
      },
      facility: 'Ministry of Health (MOH), Singapore [21M0386]',
    });
  });
});

describe('other forms', () => {
  const nested: JsonObject = {
    name: 'Asha',
    certificate: {
      issuer: { display: 'Another ministry' },
      hcid: { value: 'ABC' },
      version: 'RC2',
      period: { start: '2026-01-01', end: '2026-12-31' },
    },
    vaccination: {
      vaccine: { system: 'http://id.who.int/icd11/mms', code: 'XM0GQ8' },
      brand: { code: 'Comirnaty' },
      maholder: { code: 'Pfizer' },
      lot: 'X',
      date: '2026-01-01',
      dose: 1,
      totalDoses: 2,
      practitioner: { value: 'N. N.' },
    },
  };

  test('the logical model with its own names', async () => {
    const answer = await verify(await signedMembers(3, nested), { trust, at });
    expect(answer).toMatchObject({
      verdict: 'valid',
      summary: {
        certificateId: 'ABC',
        vaccination: { vaccine: 'Comirnaty', manufacturer: 'Pfizer', dose: 1, totalDoses: 2 },
        attestedBy: 'N. N.',
      },
    });
  });

  test.each(documents)('a list of one: %s', async (_, document, subclaim) => {
    const text = await signedMembers(subclaim, [document.members]);
    expect(await verify(text, { trust, at })).toMatchObject({
      verdict: 'valid',
      format: 'who-ddcc',
      content: document.members,
      summary: { kind: document.kind, certificateId },
    });
    expect(decodeDdcc(text)).toMatchObject({ members: document.members, faulty: [] });
    const several = await signedMembers(subclaim, [document.members, document.members]);
    expect((await verify(several, { trust, at })).verdict).toBe('unreadable');
  });

  test("the certificate's own period counts, in every time zone", async () => {
    const text = await signedMembers(3, nested);
    const verdictAt = async (moment: string) =>
      (await verify(text, { trust: [trusted()], at: Date.parse(moment) })).verdict;
    const { certificate, ...rest } = nested;
    const flat = await signedMembers(3, { ...rest, valid_until: '2026-06' });
    const flatAt = async (moment: string) => (await verify(flat, { trust, at: Date.parse(moment) })).verdict;
    expect(await verdictAt('2026-10-31T23:00:00Z')).toBe('valid');
    expect(await flatAt('2026-07-01T11:59:00Z')).toBe('valid');
    expect(await flatAt('2026-07-01T12:00:00Z')).toBe('expired');
    const later = await signedMembers(3, { ...rest, valid_from: '2026-07-01' });
    expect((await verify(later, { trust, at })).verdict).toBe('not-yet-valid');
  });
});

describe('what is wrong is named', () => {
  const codesOf = async (text: string, setting: Parameters<typeof verifyDdcc>[1]) => {
    const { verdict, checks } = await verifyDdcc(text, setting);
    return [verdict, ...checks.filter(({ outcome }) => outcome !== 'passed').map(({ code }) => code)];
  };

  test('a stranger, a changed signature, a key not in force', async () => {
    const text = await encodeDdcc(vaccination, signer, validity);
    expect(await codesOf(text, { trust: [], at })).toEqual(['untrusted-issuer', 'issuer.untrusted']);
    const other = newHcertSigner();
    expect(await codesOf(text, { trust: [other.trusted()], at })).toEqual(['tampered', 'signature.changed']);
    const ended = trusted({}, { validUntil: '2026-01-01T00:00:00Z' });
    expect(await codesOf(text, { trust: [ended], at })).toEqual([
      'untrusted-issuer',
      'issuer.key-not-in-force',
    ]);
  });

  test('a key for other events', async () => {
    const forTests = [trusted({ events: ['test'] })];
    const text = await encodeDdcc(vaccination, signer, validity);
    expect(await codesOf(text, { trust: forTests, at })).toEqual(['malformed', 'issuer.other-use-of-key']);
    const result = await encodeDdcc(testResult, signer, validity);
    expect((await verifyDdcc(result, { trust: forTests, at })).verdict).toBe('valid');
  });

  test('dates', async () => {
    const text = await encodeDdcc(vaccination, signer, validity);
    expect(await codesOf(text, { trust, at: signer.certificateUntil + 1000 })).toContain('expired');
    expect(await codesOf(text, { trust, at: issuedAt - 3_600_000 })).toContain('not-yet-valid');
    const { certificateUntil } = signer;
    await expect(
      encodeDdcc(vaccination, signer, { issuedAt: certificateUntil, expiresAt: certificateUntil + 1 }),
    ).rejects.toThrow(UnsuitableKeyError);
  });

  test('members that are missing or are no dates', async () => {
    const { vaccine, ...lacking } = vaccination.members;
    const text = await signedMembers(3, { ...lacking, birthDate: 'yesterday' });
    const { verdict, checks } = await verifyDdcc(text, { trust, at });
    expect(verdict).toBe('malformed');
    expect(checks.find(({ code }) => code === 'content.other-schema')?.values).toEqual({
      members: 'vaccine, birthDate',
    });
  });

  // Before anybody has signed it: a pattern that looks back for each would take many seconds.
  test('a date that is nothing but times of day', async () => {
    const endless = `${'T'.repeat(60_000)}\n`;
    const text = await signedMembers(3, { ...vaccination.members, birthDate: endless });
    expect((await verifyDdcc(text, { trust: [], at })).verdict).toBe('untrusted-issuer');
  });

  test('codes that nobody can tell', async () => {
    const vaccine = { system: 'http://id.who.int/icd11/mms', code: 'XM0000' };
    const text = await signedMembers(3, { ...vaccination.members, vaccine });
    expect(await codesOf(text, { trust, at })).toEqual([
      'valid',
      'content.unknown-codes',
      'status.not-checked',
    ]);
  });

  test('revocation, by the certificate id', async () => {
    const text = await encodeDdcc(vaccination, signer, validity);
    const asked: unknown[] = [];
    const status = [
      {
        issuer: 'https://issuer.example/',
        checkedAt: '2026-05-31T00:00:00Z',
        lookUp: (query: object) => {
          asked.push(query);
          return { state: 'revoked', reason: 'error' } as const;
        },
      },
    ];
    const answer = await verifyDdcc(text, { trust, at, status });
    expect(answer).toMatchObject({ verdict: 'revoked', revocation: { reason: 'error' } });
    expect(asked).toEqual([{ certificateId, signedAt: issuedAt }]);
  });

  test('what is no DDCC', async () => {
    const other = await signedMembers(1, vaccination.members);
    for (const text of ['', 'HC1:', 'HC1:%%%', 'nothing', other]) {
      expect((await verifyDdcc(text, { trust, at })).verdict).toBe('unreadable');
      expect(() => decodeDdcc(text)).toThrow(UnreadablePayloadError);
    }
    const deep = JSON.parse(`${'{"a":'.repeat(60)}1${'}'.repeat(60)}`) as JsonObject;
    const text = await signedMembers(3, { ...vaccination.members, deep });
    expect((await verifyDdcc(text, { trust, at })).verdict).toBe('unreadable');
  });

  test('members of any kind at all', async () => {
    for (const value of [null, 0, '', [], {}, [[]], true, { code: {} }, { value: [1] }, -1, 'x']) {
      const members = Object.fromEntries(Object.keys(vaccination.members).map((name) => [name, value]));
      for (const subclaim of [3, 4]) {
        const { verdict } = await verifyDdcc(await signedMembers(subclaim, members), { trust, at });
        expect(verdict).toBe('malformed');
      }
    }
  });
});

test('the verifier of all formats finds the way here', async () => {
  const text = await encodeDdcc(vaccination, signer, validity);
  expect(await verify(text, { trust, at })).toEqual(await verifyDdcc(text, { trust, at }));
});

test('no change of one character is accepted', async () => {
  const text = await encodeDdcc(testResult, signer, validity);
  const { content } = await verifyDdcc(text, { trust, at });
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
  for (let place = 0; place < text.length; place += 1) {
    const other = alphabet.charAt((alphabet.indexOf(text.charAt(place)) + 1 + (place % 44)) % 45);
    const changed = text.slice(0, place) + other + text.slice(place + 1);
    const answer = await verifyDdcc(changed, { trust, at });
    // How hard zlib worked is not signed.
    if (answer.verdict === 'valid') expect(answer.content).toEqual(content);
    else expect(answer).not.toHaveProperty('content');
  }
});
