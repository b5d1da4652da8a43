import { createHash, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { decode as fromBase45, encode as toBase45 } from 'base45';
import { Tag, encode as toCbor } from 'cbor2';
import { describe, expect, test } from 'vitest';
import type { VaccinationEvent } from '../../../src/event/health-event.ts';
import type { DocumentSigner } from '../../../src/formats/document-signer.ts';
import type { DiseaseCodes, VaccinationRecord, VaccineCodes } from '../../../src/formats/export-record.ts';
import { buildIcvp, type IcvpOptions } from '../../../src/formats/icvp/build-icvp.ts';
import { encodeIcvp } from '../../../src/formats/icvp/encode.ts';
import { vaccinationRecord } from '../vds-nc/sample-records.ts';
import { certificate, distinguishedName } from './certificate-in-der.ts';
import { readIcvp } from './icvp.ts';

const certificateId = 'ZW7QD48VXF7XQXTV3';
const validity = {
  issuedAt: Date.parse('2026-05-01T10:20:30Z'),
  expiresAt: Date.parse('2027-05-01T10:20:30Z'),
};
const certificateUntil = Date.parse('2026-11-01T00:00:00Z');

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signerCertificate = new X509Certificate(
  certificate({
    ...{ serial: 1, issuer: distinguishedName('CSCA Test'), subject: distinguishedName('01') },
    ...{ from: '260101000000Z', until: '261101000000Z', extensions: [] },
    publicKey,
    signingKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  }),
);
const keyId = createHash('sha256').update(signerCertificate.raw).digest().subarray(0, 8);
const signer: DocumentSigner = {
  algorithm: 'ES256',
  verificationMethod: 'https://issuer.example/keys#hcert',
  keyId: keyId.toString('base64'),
  certificate: new Uint8Array(signerCertificate.raw),
  certificateUntil,
  sign: async (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
};

const yellowFever: DiseaseCodes = { name: 'Yellow fever', icd11: '1D47', snomed: '16541001' };
const polio: DiseaseCodes = { name: 'Poliomyelitis', icd11: '1C81', snomed: '398102009' };
const stamaril: VaccineCodes = {
  icd11Code: 'XM0N24',
  prophylaxis: 'Yellow fever vaccine, live attenuated',
};

/** A dose against yellow fever. */
function record(
  change: (event: VaccinationEvent) => object = () => ({}),
  codes: { disease?: DiseaseCodes; vaccine?: VaccineCodes } = {},
): VaccinationRecord {
  const base = vaccinationRecord((event) => {
    const dose = {
      ...event,
      recipient: { ...event.recipient, name: 'Asha Ramakrishnan', dob: '1988-03-14', gender: 'Female' },
      vaccinator: { name: 'Sooraj Singh' },
      vaccination: {
        ...event.vaccination,
        name: 'Stamaril',
        manufacturer: 'Sanofi Pasteur',
        batch: 'W2C721V',
        date: '2026-02-04',
        civilDate: '2026-02-04',
        effectiveStart: '2026-02-14',
        effectiveUntil: '2036-02-14',
        dose: 1,
        totalDoses: 1,
      },
    };
    return { ...dose, ...change(dose) };
  });
  return { ...base, disease: yellowFever, vaccine: stamaril, ...codes };
}

/** A product of WHO's list, and what the page says of it. */
const product: VaccineCodes = { ...stamaril, whoProduct: 'a640b9f1e3bf870989c9f7498a0ae5a1' };

const codeOf = (of: VaccinationRecord, options: IcvpOptions = {}) =>
  encodeIcvp(buildIcvp(of, options), signer, validity);
const read = async (of: VaccinationRecord, options: IcvpOptions = {}) =>
  readIcvp(await codeOf(of, options), signerCertificate);

const holder = {
  name: 'Asha Ramakrishnan',
  birthDate: '1988-03-14',
  sex: 'female',
  documentNumber: 'N7654321',
};
const dose = {
  diseaseIcd11: '1D47',
  vaccineIcd11: 'XM0N24',
  manufacturer: 'Sanofi Pasteur',
  date: '2026-02-04',
  batch: 'W2C721V',
  countsFrom: '2026-02-14',
  clinician: 'Sooraj Singh',
  issuer: 'Ministry of Health',
  doseNumber: '1',
};

describe('published codes', () => {
  test.each([
    ['DVCTestQR', 'XL', 1726079949],
    ['DVCTest2QR', 'XCL', 1727065422],
  ])('%s: every value, as WHO’s validator unpacks it', (name, issuer, issuedAt) => {
    const { contents } = JSON.parse(published(`${name}Unpacked.json`));
    const { v, ...person } = contents['-260']['-6'];
    const certificate = readIcvp(published(`${name}.txt`), publicKey);
    expect(certificate).toEqual({
      issuer,
      issuedAt,
      keyId: Uint8Array.from(Buffer.from('UUuJcwmjoJM', 'base64')),
      fieldSet: '2024',
      holder: {
        ...{ name: person.n, birthDate: person.dob, sex: 'male', nationality: person.ntl },
        ...{ documentNumber: person.nid, guardian: person.gn },
      },
      dose: {
        ...{
          diseaseIcd11: v.tg,
          vaccineIcd11: v.vp,
          product: v.mp,
          manufacturer: v.ma,
          manufacturerId: v.mid,
        },
        ...{ date: v.dt, batch: v.bo, countsFrom: v.vls, countsUntil: v.vle, clinician: v.cn, issuer: v.is },
        doseNumber: v.dn,
      },
      verified: false,
    });
    expect([contents[1], contents[6], person.s]).toEqual([issuer, issuedAt, 'M']);
  });
});

describe('what Mohar signs', () => {
  test('yellow fever: for life, and the signature ends with its key', async () => {
    expect(await read(record())).toEqual({
      issuer: 'LK',
      issuedAt: validity.issuedAt / 1000,
      expiresAt: certificateUntil / 1000,
      certificateId,
      keyId: Uint8Array.from(keyId),
      fieldSet: '2024',
      holder,
      dose,
      verified: true,
    });
  });

  test('where the validity ends before the key, the signature does too', async () => {
    const expiresAt = Date.parse('2026-08-01T00:00:00Z');
    const code = await encodeIcvp(buildIcvp(record()), signer, { ...validity, expiresAt });
    expect(readIcvp(code, publicKey)).toMatchObject({ expiresAt: expiresAt / 1000, verified: true });
  });

  test('a product of WHO’s list, in the three sets of fields', async () => {
    const of = record(() => ({}), { vaccine: product });
    const options = { nationality: 'IND', passport: 'Z3456721', guardian: 'Lakshmi Ramakrishnan' };
    const known = { ...holder, nationality: 'IND', documentNumber: 'Z3456721', guardian: options.guardian };
    const { date, batch, countsFrom, clinician, issuer } = dose;
    const newerId = expect.stringMatching(/^YellowFeverProduct[0-9a-f]{32}$/);
    const manufacturerId = createHash('md5').update('Sanofi Pasteur').digest('hex');

    expect(await read(of, options)).toMatchObject({
      ...{ fieldSet: '2024', holder: known, verified: true },
      dose: { ...dose, product: product.whoProduct, manufacturerId },
    });
    const of2025 = await read(of, { ...options, fieldSet: '2025' });
    expect(of2025).toMatchObject({ fieldSet: '2025', verified: true });
    expect(of2025.holder).toEqual({ ...known, documentType: 'PPN' });
    expect(of2025.dose).toEqual({ product: newerId, date, batch, countsFrom, clinician, issuer });
    const of2026 = await read(of, { ...options, fieldSet: '2026' });
    expect(of2026).toMatchObject({ fieldSet: '2026', verified: true });
    expect(of2026.holder).toEqual({ ...known, documentType: 'PPN', templateVersion: '0.3.0' });
    expect(of2026.dose).toEqual({ product: newerId, date, batch, clinician, issuer: 'LKA' });
  });

  test.each([
    ['a year of birth', { dob: '1988' }, { birthDate: '1988' }],
    ['a month of birth', { dob: '1988-03' }, { birthDate: '1988-03' }],
    ['another sex', { gender: 'Other' }, { sex: 'other' }],
    ['a name in Tamil', { name: 'அருணாசலம் இராமநாதன்' }, { name: 'அருணாசலம் இராமநாதன்' }],
    [
      'a long name',
      { name: 'Wolfeschlegelsteinhausen '.repeat(6).trim() },
      { name: 'Wolfeschlegelsteinhausen '.repeat(6).trim() },
    ],
    ['what JSON escapes, and a character of four bytes', { name: '"Asha" \\ 𑀅𑀰' }, { name: '"Asha" \\ 𑀅𑀰' }],
  ])('%s', async (_, change, told) => {
    const of = record(({ recipient }) => ({ recipient: { ...recipient, ...change } }));
    expect(await read(of)).toMatchObject({ holder: { ...holder, ...told }, dose, verified: true });
  });

  test('without a vaccinator the issuer alone stands for the dose', async () => {
    const { clinician: _, ...others } = dose;
    expect((await read(record(() => ({ vaccinator: undefined })))).dose).toEqual(others);
  });

  test('polio, which does not count for life', async () => {
    const vaccine = { icd11Code: 'XM79H3', prophylaxis: 'Poliomyelitis vaccine, oral' };
    const certificate = await read(record(() => ({}), { disease: polio, vaccine }));
    const codes = { diseaseIcd11: '1C81', vaccineIcd11: 'XM79H3' };
    expect(certificate.dose).toEqual({ ...dose, ...codes, countsUntil: '2036-02-14' });
  });

  test('COVID-19, third dose of two, no vaccinator named', async () => {
    const certificate = await read(vaccinationRecord());
    expect(certificate.holder).toEqual({
      ...holder,
      name: 'Ibrahim Fernando',
      birthDate: '1979-11',
      sex: 'male',
    });
    expect(certificate.dose).toEqual({
      ...{
        diseaseIcd11: 'RA01',
        vaccineIcd11: 'XM8NQ0',
        manufacturer: 'Pfizer-BioNTech',
        date: '2022-01-20',
      },
      ...{
        batch: 'FD7206',
        countsFrom: '2022-01-20',
        countsUntil: '2023-01-20',
        issuer: 'Ministry of Health',
      },
      doseNumber: '3',
    });
  });

  test('another number of the subclaim', async () => {
    expect(await read(record(), { subclaim: 7 })).toMatchObject({ holder, dose, verified: true });
  });
});

describe('what does not verify', () => {
  test('every changed byte of the COSE message', async () => {
    const cose = coseIn(await codeOf(record(() => ({}), { vaccine: product })));
    const passed = [...cose.keys()].filter((at) => {
      const changed = Uint8Array.from(cose).with(at, (cose[at] ?? 0) ^ 1);
      return verifies(textOf(changed));
    });
    expect(passed).toEqual([]);
    expect(verifies(textOf(cose))).toBe(true);
  });

  test('another key, and another certificate', async () => {
    const code = await codeOf(record());
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    expect(readIcvp(code, other).verified).toBe(false);
    expect(readIcvp(code, publicKey).verified).toBe(true);
    const reissued = new X509Certificate(
      certificate({
        ...{ serial: 2, issuer: distinguishedName('CSCA Test'), subject: distinguishedName('01') },
        ...{ from: '260101000000Z', until: '261101000000Z', extensions: [] },
        publicKey,
        signingKey: privateKey,
      }),
    );
    expect(readIcvp(code, reissued).verified).toBe(false);
  });
});

describe('codes of others, as the page says to take them', () => {
  const base = { n: 'Asha', dob: '1988-03-14', v: { vp: 'XM0N24', dt: '2026-02-04', bo: 'A1', cn: 'X' } };
  const { v } = base;

  test('without the tag 18, the key id in the unprotected header', () => {
    const { verified, keyId: found } = readIcvp(
      handmade(base, { tagged: false, unprotected: true }),
      signerCertificate,
    );
    expect([verified, Buffer.from(found)]).toEqual([true, keyId]);
  });

  test.each([
    ['a list of one for the certificate and the dose', [{ ...base, v: [v] }], { fieldSet: '2024' }],
    [
      'a number for a text',
      { ...base, v: { ...v, bo: 17, dn: 2 } },
      { dose: { batch: '17', doseNumber: '2' } },
    ],
    ['empty members', { ...base, s: '', gn: '', v: { ...v, is: '' } }, { dose: { clinician: 'X' } }],
    [
      'times behind dates',
      { ...base, v: { ...v, dt: '2026-02-04T10:00:00Z' } },
      { dose: { date: '2026-02-04' } },
    ],
    ['2024 without tg', base, { fieldSet: '2024' }],
    ['2025 by its vp', { ...base, v: { ...v, vp: 'YellowFeverProduct' } }, { fieldSet: '2025' }],
    ['2025 by ndt', { ...base, ndt: 'PPN' }, { fieldSet: '2025', holder: { documentType: 'PPN' } }],
    ['neither clinician nor issuer', { ...base, v: { ...v, cn: '' } }, { dose: { batch: 'A1' } }],
    ['2025, in words', { ...base, ndt: 'NI', s: 'female' }, { fieldSet: '2025', holder: { sex: 'female' } }],
    ['2025, in letters', { ...base, ndt: 'NI', s: 'F' }, { fieldSet: '2025', holder: { sex: 'female' } }],
    ['2024 by tg', { ...base, v: { ...v, vp: 'YF', tg: '1D47' } }, { fieldSet: '2024' }],
    [
      '2026',
      {
        n: 'Asha',
        dob: '1988-03-14',
        s: 'unknown',
        v: '0.3.0',
        vx: { vp: 'P', dv: '2026-02-04', bo: 'A', is: 'LKA' },
      },
      { fieldSet: '2026', holder: { sex: 'unknown' }, dose: { date: '2026-02-04', issuer: 'LKA' } },
    ],
  ])('%s', (_, content, told) => {
    expect(readIcvp(handmade(content), publicKey)).toMatchObject({ ...told, verified: true });
  });

  test.each([
    ['no name', { ...base, n: '' }],
    ['no date of birth', { ...base, dob: undefined }],
    ['no batch', { ...base, v: { ...v, bo: '' } }],
    ['no dose', { ...base, v: 'none' }],
    ['a date that is none', { ...base, v: { ...v, dt: '2026-13-01' } }],
  ])('refused: %s', (_, content) => {
    expect(() => readIcvp(handmade(content), publicKey)).toThrow();
  });

  test.each([1, 3, 4, 5])('what stands under %i is another kind of certificate', (subclaim) => {
    expect(() => readIcvp(handmade(base, { subclaim }), publicKey)).toThrow('No certificate');
  });
});

/** A code written by hand, as the page says. */
function handmade(content: unknown, { tagged = true, unprotected = false, subclaim = -6 } = {}): string {
  const key = [4, Uint8Array.from(keyId)] as const;
  const header = toCbor(new Map<number, unknown>([[1, -7], ...(unprotected ? [] : [key])]));
  const claims = new Map<number, unknown>([
    [1, 'XCL'],
    [-260, new Map([[subclaim, content]])],
  ]);
  const payload = toCbor(claims);
  const signed = toCbor(['Signature1', header, new Uint8Array(), payload]);
  const signature = sign('sha256', signed, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const parts = [header, new Map(unprotected ? [key] : []), payload, Uint8Array.from(signature)];
  return textOf(toCbor(tagged ? new Tag(18, parts) : parts));
}

const coseIn = (code: string): Buffer => inflateSync(fromBase45(code.slice(4)));
const textOf = (cose: Uint8Array): string => `HC1:${toBase45(deflateSync(cose))}`;

function verifies(code: string): boolean {
  try {
    return readIcvp(code, publicKey).verified;
  } catch {
    return false;
  }
}

function published(name: string): string {
  const folder = join(import.meta.dirname, '../../../../../test-vectors/gdhcn-validator');
  return readFileSync(join(folder, name), 'utf8').trim();
}
