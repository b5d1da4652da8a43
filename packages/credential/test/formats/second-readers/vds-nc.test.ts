import { createHash, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import { loincMethodOf } from '../../../src/codes/test-types.ts';
import type { DocumentSigner } from '../../../src/formats/document-signer.ts';
import type { TestRecord, VaccinationRecord } from '../../../src/formats/export-record.ts';
import { buildVdsNcTest } from '../../../src/formats/vds-nc/build-test.ts';
import { buildVdsNcVaccination } from '../../../src/formats/vds-nc/build-vaccination.ts';
import { encodeVdsNc } from '../../../src/formats/vds-nc/encode.ts';
import { testOptions, testRecord, vaccinationRecord } from '../vds-nc/sample-records.ts';
import { certificate, der, distinguishedName, extension, oid } from './certificate-in-der.ts';
import { readVdsNc } from './vds-nc.ts';

const at = new Date('2026-06-01T00:00:00Z');
const published = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../../../test-vectors/vds-nc', name), 'utf8').trim();

describe('published seals', () => {
  const then = new Date('2022-01-01T00:00:00Z');

  test('the example of ICAO’s report', () => {
    const text = published('icao-specification-example.json');
    const signer = new X509Certificate(published('uto-signer.pem'));
    const holder = { name: 'Smith Bill', birthDate: '1990-01-02', sex: 'M', travelDocument: 'A1234567Z' };
    const dose = { number: 1, date: '2021-03-03', country: 'UTO', facility: 'RIVM', batch: 'VC35679' };
    expect(readVdsNc(text, signer, then)).toEqual({
      kind: 'vaccination',
      issuer: 'UTO',
      idParts: ['U32870', 'L4567890Z'],
      holder: { ...holder, primary: 'Smith Bill' },
      vaccinations: [
        {
          vaccineIcd11: 'XM68M6',
          product: 'Comirnaty',
          diseaseIcd11: 'RA01.0',
          doses: [
            { ...dose, nextDose: '2021-03-24' },
            { ...dose, number: 2, date: '2021-03-24', batch: 'VC87540' },
          ],
        },
      ],
      test: {},
    });
    expectChangesToFail(text, signer, then);
  });

  test('a later end written into the certificate inside, whose key is trusted', () => {
    const { data, sig } = JSON.parse(published('icao-specification-example.json'));
    const der = Buffer.from(sig.cer, 'base64url');
    der.write('361007', der.indexOf('261007'));
    const text = JSON.stringify({ data, sig: { ...sig, cer: der.toString('base64url') } });
    const signer = new X509Certificate(published('uto-signer.pem'));
    expect(() => readVdsNc(text, signer, new Date('2030-01-01T00:00:00Z'))).toThrow('not valid');
  });

  test('a seal of Australia', () => {
    const text = published('ICAOAUQR1Contents.txt');
    const signer = certificateIn(text);
    const dose = {
      facility: 'General Practitioner',
      country: 'AUS',
      date: '2021-09-15',
      batch: '300157P',
      number: 1,
    };
    const vaccine = { vaccineIcd11: 'XM68M6', diseaseIcd11: 'RA01.0', product: 'AstraZeneca Vaxzevria' };
    expect(readVdsNc(text, signer, then)).toMatchObject({
      issuer: 'AUS',
      idParts: ['VB0009990012'],
      holder: {
        primary: 'CITIZEN',
        secondary: 'JANE SUE',
        birthDate: '1961-05-15',
        travelDocument: 'PA0941262',
        sex: 'F',
      },
      vaccinations: [{ ...vaccine, doses: [dose] }],
    });
    expectChangesToFail(text, signer, then);
  });
});

const authority = newAuthority();
const signer = authority.issue(['NV', 'NT']);

const read = (text: string) => readVdsNc(text, authority.certificate, at);
const sealed = (record: VaccinationRecord, options = {}, by: DocumentSigner = signer) =>
  encodeVdsNc(buildVdsNcVaccination(record, options), by);
const sealedTest = (record: TestRecord, options: object = testOptions) =>
  encodeVdsNc(buildVdsNcTest(record, options), signer);

describe('Mohar’s proofs of vaccination', () => {
  const { event } = vaccinationRecord();
  const dose = {
    date: event.vaccination.civilDate,
    number: event.vaccination.dose,
    country: 'LKA',
    batch: event.vaccination.batch,
  };
  const usual = {
    kind: 'vaccination',
    issuer: 'LKA',
    idParts: ['ZW7QD48VXF7X', 'QXTV30TECSQ7'],
    holder: { name: 'IBRAHIM FERNANDO', primary: 'IBRAHIM FERNANDO', sex: 'M', travelDocument: 'N7654321' },
    vaccinations: [
      {
        vaccineIcd11: 'XM0GQ8',
        product: 'Comirnaty',
        diseaseIcd11: 'RA01',
        doses: [{ ...dose, facility: 'Lady Ridgeway' }],
      },
    ],
    test: {},
  };

  test('a date of birth without its day is left out: the passport is there', async () => {
    expect(read(await sealed(vaccinationRecord()))).toEqual(usual);
  });

  test.each([
    ['Female', 'F'],
    ['Male', 'M'],
    ['Other', 'X'],
    ['Transgender', 'X'],
  ])('a full date of birth, a name in parts, %s', async (gender, sex) => {
    const record = vaccinationRecord(({ recipient }) => ({
      recipient: { ...recipient, dob: '1979-11-05', gender },
    }));
    const names = { primary: 'Fernando', secondary: 'Ibrahim' };
    const holder = { primary: 'FERNANDO', secondary: 'IBRAHIM', birthDate: '1979-11-05', sex };
    expect(read(await sealed(record, { names })).holder).toEqual({
      ...holder,
      name: 'FERNANDO  IBRAHIM',
      travelDocument: 'N7654321',
    });
  });

  test.each([
    [{ primary: 'A'.repeat(60), secondary: 'BORIS' }, /^A{36}$/, /^B$/],
    [
      { primary: 'Wolfeschlegelsteinhausen', secondary: 'Adolph Blaine Charles David' },
      /^WOLFESCHLEGELSTEINHAUSEN$/,
      /^ADOLPH BLAINE/,
    ],
    [{ primary: 'O’Neill-Müller', secondary: 'Żaneta Đặng' }, /^[A-Z ]+$/, /^[A-Z ]+$/],
  ])('of a long or accented name in parts what fits: %j', async (names, primary, secondary) => {
    const { holder } = read(await sealed(vaccinationRecord(), { names }));
    expect(holder.primary).toMatch(primary);
    expect(holder.secondary).toMatch(secondary);
    expect(holder.name).toMatch(/^[A-Z ]{3,39}$/);
  });

  test('a long name without parts is cut', async () => {
    const name = 'Uvuvwevwevwe Onyetenvewve Ugwemubwem Osas Bartholomew';
    const record = vaccinationRecord(({ recipient }) => ({ recipient: { ...recipient, name } }));
    const { holder } = read(await sealed(record));
    expect(holder.name).toBe(name.toUpperCase().slice(0, 39).trim());
  });

  test('another travel document, and a facility whose name is not in Latin letters', async () => {
    const record = vaccinationRecord(() => ({ facility: { name: 'கொழும்பு மருத்துவமனை' } }));
    const travelDocument = { type: 'P', number: 'AB1234567' } as const;
    const seal = read(await sealed(record, { travelDocument }));
    expect(seal.holder.travelDocument).toBe('AB1234567');
    expect(seal.vaccinations[0]?.doses).toEqual([{ ...dose, facility: 'Ministry of Health' }]);
  });

  test('yellow fever, with a product that has no code of a type', async () => {
    const record: VaccinationRecord = {
      ...vaccinationRecord(({ vaccination }) => ({
        vaccination: {
          ...vaccination,
          name: 'Stamaril',
          batch: 'W2C721V',
          dose: 1,
          totalDoses: 1,
          date: '2026-02-04',
          civilDate: '2026-02-04',
        },
      })),
      disease: { name: 'Yellow fever', icd11: '1D47', snomed: '16541001' },
      vaccine: { icd11Code: 'XM0N24', prophylaxis: 'Yellow fever vaccine, live attenuated' },
    };
    expect(read(await sealed(record)).vaccinations).toEqual([
      {
        vaccineIcd11: 'XM0N24',
        product: 'Stamaril',
        diseaseIcd11: '1D47',
        doses: [{ ...dose, facility: 'Lady Ridgeway', date: '2026-02-04', number: 1, batch: 'W2C721V' }],
      },
    ]);
  });

  test('every changed byte fails, and so does another authority', async () => {
    const text = await sealed(vaccinationRecord());
    expectChangesToFail(text, authority.certificate, at);
    const other = newAuthority();
    expect(() => readVdsNc(text, other.certificate, at)).toThrow('not of this authority');
  });
});

describe('Mohar’s proofs of test', () => {
  const { event } = testRecord();
  const usual = {
    kind: 'test',
    issuer: 'LKA',
    idParts: ['ZW7QD48VXF7X', 'QXTV30TECSQ7'],
    holder: {
      name: 'KUMAR  RAMESH',
      primary: 'KUMAR',
      secondary: 'RAMESH',
      birthDate: event.recipient.dob,
      documentType: 'P',
      documentNumber: 'M1122334',
    },
    vaccinations: [],
    test: {
      facility: 'District Laboratory',
      country: 'LKA',
      contact: { ...testOptions.contact, address: 'Hospital Road, Lucknow' },
      collectedAt: '2022-02-01T06:30:00Z',
      reportedAt: '2022-02-01T15:05:00Z',
      method: 'molecular(PCR)',
      result: 'negative',
      specimen: 'nasopharyngeal',
    },
  };

  test('every value', async () => {
    expect(read(await sealedTest(testRecord()))).toEqual(usual);
  });

  test.each([
    ['Positive', 'Antigen', 'Saliva', 'positive', 'antigen', 'saliva'],
    ['Negative', 'Rapid antigen test', 'Oropharyngeal swab', 'negative', 'antigen', 'oropharyngeal'],
    ['Positive', 'Antibody', 'Blood', 'positive', 'antibody', 'blood'],
    ['Negative', 'Molecular (LAMP)', 'Urine', 'negative', 'molecular(other)', 'other'],
  ] as const)('%s, %s, %s', async (result, testType, sampleOrigin, r, tc, m) => {
    const details = testRecord(({ testDetails }) => ({
      testDetails: { ...testDetails, testName: testType, result, testType, sampleOrigin },
    }));
    const loincMethod = loincMethodOf(testType);
    const record = { ...details, test: loincMethod ? { loincMethod } : {} };
    const expected = { ...usual.test, result: r, method: tc, specimen: m };
    expect(read(await sealedTest(record)).test).toEqual(expected);
  });

  test('an identity card, an address to ask, times with an offset and parts of a second', async () => {
    const record = testRecord(({ testDetails }) => ({
      testDetails: {
        ...testDetails,
        sampleCollectionTimestamp: '2022-02-01T12:00:00.123+05:30',
        resultTimestamp: '2022-02-02T03:00:00+05:30',
      },
    }));
    const contact = { ...testOptions.contact, address: '385, Baddegama Wimalawansa Thero Mawatha' };
    const travelDocument = { type: 'I', number: 'L01X00T47' } as const;
    const seal = read(await sealedTest(record, { ...testOptions, contact, travelDocument }));
    expect(seal.holder).toMatchObject({ documentType: 'I', documentNumber: 'L01X00T47' });
    expect(seal.test.contact).toEqual(contact);
    expect(Date.parse(String(seal.test.collectedAt))).toBe(Date.parse('2022-02-01T06:30:00Z'));
    expect(Date.parse(String(seal.test.reportedAt))).toBe(Date.parse('2022-02-01T21:30:00Z'));
  });

  test('every changed byte fails', async () => {
    expectChangesToFail(await sealedTest(testRecord()), authority.certificate, at);
  });
});

describe('whose signature counts', () => {
  const record = vaccinationRecord();

  test('a certificate for tests alone signs no vaccination', async () => {
    const text = await sealed(record, {}, authority.issue(['NT']));
    expect(() => read(text)).toThrow('for other documents');
  });

  test('a certificate without its extended key usage, or with an unknown critical extension, signs nothing', async () => {
    expect(() => read(resigned({ by: withoutUsage }))).toThrow('for another use');
    expect(() => read(resigned({ by: critical }))).toThrow('Unknown critical extension');
  });

  test('before the certificate and after it', async () => {
    const text = await sealed(record);
    for (const when of ['2025-12-31T23:59:59Z', '2027-01-01T00:00:01Z'])
      expect(() => readVdsNc(text, authority.certificate, new Date(when))).toThrow('not valid');
  });

  test.each(['IND', 'UTO', 'D', 'XXA'])('a signer of Sri Lanka signs no seal of %s', async (is) => {
    const { hdr, msg } = sampleData as { hdr: object; msg: object };
    const text = resigned({ data: { hdr: { ...hdr, is }, msg }, by: signer });
    expect(() => read(text)).toThrow('another country');
  });

  test('members that a reader does not know are signed', async () => {
    const text = await sealed(record);
    const { data, sig } = JSON.parse(text);
    const more = { ...data, more: 1 };
    expect(() => read(JSON.stringify({ data: more, sig }))).toThrow('signature is wrong');
    expect(read(resigned({ data: more, by: signer }))).toMatchObject({ issuer: 'LKA' });
  });

  test('a member beside data and sig, in sig, or twice; too long a text', async () => {
    const text = await sealed(record);
    const { data, sig } = JSON.parse(text);
    expect(() => read(JSON.stringify({ data, sig, more: 1 }))).toThrow('does not belong');
    expect(() => read(JSON.stringify({ data, sig: { ...sig, more: 1 } }))).toThrow('does not belong');
    expect(() => read(text.replace('{"data":', '{"data":{},"data":'))).toThrow('stands twice');
    expect(() => read(text + ' '.repeat(16_384))).toThrow('16,384');
  });

  test('base64url without padding', async () => {
    expect(read((await sealed(record)).replaceAll('=', ''))).toMatchObject({ issuer: 'LKA' });
  });
});

const withoutUsage = authority.issue(['NV'], { usage: false });
const critical = authority.issue(['NV'], { critical: true });

type TestSigner = DocumentSigner & { readonly certificate: Uint8Array; readonly privateKey: KeyObject };

/** A seal signed by hand, as the page says: what Mohar itself may decline to sign. */
function resigned({ data, by }: { data?: unknown; by: TestSigner }): string {
  const content = data ?? sampleData;
  const bytes = Buffer.from(canonicalize(content) ?? '');
  const value = sign('sha256', bytes, { key: by.privateKey, dsaEncoding: 'ieee-p1363' });
  const cer = Buffer.from(by.certificate).toString('base64url');
  return JSON.stringify({ data: content, sig: { alg: 'ES256', cer, sigvl: value.toString('base64url') } });
}

const sampleData: unknown = JSON.parse(await sealed(vaccinationRecord())).data;

function certificateIn(text: string): X509Certificate {
  return new X509Certificate(Buffer.from(JSON.parse(text).sig.cer, 'base64url'));
}

/**
 * The last bit of every byte in turn; not within a certificate that is trusted by its key, whose other
 * bytes nobody vouches for.
 */
function expectChangesToFail(text: string, trusted: X509Certificate, when: Date): void {
  const bytes = Buffer.from(text);
  const passed: string[] = [];
  const [from, to] = certificateIn(text).publicKey.equals(trusted.publicKey)
    ? spanOfCertificate(text)
    : [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    if (from <= at && at < to) continue;
    const changed = Buffer.from(bytes);
    changed.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    try {
      readVdsNc(changed.toString(), trusted, when);
      if (!sameSeal(changed.toString(), text)) passed.push(`${at}: ${changed.subarray(at - 20, at + 5)}`);
    } catch {}
  }
  expect(passed).toEqual([]);
}

function spanOfCertificate(text: string): [number, number] {
  const { cer } = JSON.parse(text).sig;
  const from = Buffer.from(text.slice(0, text.indexOf(cer))).length;
  return [from, from + cer.length];
}

/** Whether two texts write the same bytes: the last character of base64url has bits that count for nothing. */
function sameSeal(one: string, other: string): boolean {
  const content = (text: string) => {
    const { data, sig } = JSON.parse(text);
    return JSON.stringify([
      data,
      sig.alg,
      ...[sig.cer, sig.sigvl].map((each) => Buffer.from(each, 'base64url').toString('hex')),
    ]);
  };
  return content(one) === content(other);
}

/** An authority, and signers of its own. */
function newAuthority() {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = distinguishedName('CSCA Test');
  const keyId = createHash('sha1')
    .update(root.publicKey.export({ type: 'spki', format: 'der' }))
    .digest();
  const own = certificate({
    ...{ serial: 1, issuer, subject: issuer, from: '250101000000Z', until: '350101000000Z' },
    publicKey: root.publicKey,
    signingKey: root.privateKey,
    extensions: [
      extension('551d13', der(0x30, der(1, [255]), der(2, [0])), true),
      extension('551d0f', der(3, [1, 0x06]), true),
      extension('551d0e', der(4, keyId)),
    ],
  });
  const issue = (types: string[], { usage = true, critical = false } = {}): TestSigner => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const strings = types.toSorted().map((type) => der(0x13, Buffer.from(type)));
    return {
      algorithm: 'ES256',
      verificationMethod: 'https://issuer.example/keys#vds-nc',
      keyId: '01',
      certificateUntil: Date.parse('2027-01-01T00:00:00Z'),
      certificate: certificate({
        ...{ serial: 2, issuer, subject: distinguishedName('01') },
        ...{ from: '260101000000Z', until: '270101000000Z' },
        publicKey,
        signingKey: root.privateKey,
        extensions: [
          extension('551d23', der(0x30, der(0x80, keyId))),
          ...(usage ? [extension('551d25', der(0x30, oid('67810801010e02')), true)] : []),
          extension('67810801010602', der(0x30, der(2, [0]), der(0x31, ...strings))),
          ...(critical ? [extension('2b06010401868d1f01', der(5), true)] : []),
        ],
      }),
      privateKey,
      sign: async (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    };
  };
  return { certificate: new X509Certificate(own), issue };
}
