import { describe, expect, test } from 'vitest';
import { NotExpressibleError } from '../../../src/formats/not-expressible-error.ts';
import { buildVdsNcTest } from '../../../src/formats/vds-nc/build-test.ts';
import { buildVdsNcVaccination } from '../../../src/formats/vds-nc/build-vaccination.ts';
import { holderName } from '../../../src/formats/vds-nc/holder-name.ts';
import { schemaFaults } from '../../../src/formats/vds-nc/schema-faults.ts';
import type { JsonObject } from '../../../src/json.ts';
import { testOptions, testRecord, vaccinationRecord } from './sample-records.ts';

/** The faults of a record, as `pointer rule`. */
function faultsOf(build: () => unknown): string[] {
  try {
    build();
  } catch (error) {
    if (!(error instanceof NotExpressibleError)) throw error;
    expect(error.message).not.toMatch(/Fernando|N7654321|FD7206|Lady Ridgeway/);
    return error.faults.map(({ pointer, rule }) => `${pointer} ${rule}`).sort();
  }
  return [];
}

describe('a proof of vaccination', () => {
  test('says what the record says', () => {
    const content = buildVdsNcVaccination(vaccinationRecord());
    expect(content).toEqual({
      hdr: { t: 'icao.vacc', v: 1, is: 'LKA' },
      msg: {
        uvci: 'ZW7QD48VXF7X',
        pid: { n: 'IBRAHIM FERNANDO', sex: 'M', i: 'N7654321', ai: 'QXTV30TECSQ7' },
        ve: [
          {
            des: 'XM0GQ8',
            nam: 'Comirnaty',
            dis: 'RA01',
            vd: [{ dvc: '2022-01-20', seq: 3, ctr: 'LKA', adm: 'Lady Ridgeway', lot: 'FD7206' }],
          },
        ],
      },
    });
    expect(schemaFaults(content as unknown as JsonObject)).toEqual([]);
  });

  test('takes the name and the travel document that the call brings, and a full date of birth', () => {
    const record = vaccinationRecord(({ recipient }) => ({ recipient: { ...recipient, dob: '1979-11-30' } }));
    const { pid } = buildVdsNcVaccination(record, {
      names: { primary: 'FERNANDO<SILVA', secondary: 'IBRAHIM' },
      travelDocument: { type: 'P', number: 'n 123-456' },
    }).msg;
    expect(pid).toMatchObject({ n: 'FERNANDO SILVA  IBRAHIM', dob: '1979-11-30', i: 'N123456' });
  });

  test('takes the passport from identities of several shapes, and nothing from others', () => {
    const documentOf = (identity: string) =>
      buildVdsNcVaccination(
        vaccinationRecord(({ recipient }) => ({ recipient: { ...recipient, identity, dob: '1979-11-30' } })),
      ).msg.pid.i;
    expect(documentOf('did:Passport:J1234567')).toBe('J1234567');
    expect(documentOf('urn:passport:lka:n7654321')).toBe('N7654321');
    expect(documentOf('did:in.gov.uidai.aadhaar:2342343334')).toBeUndefined();
    expect(documentOf('199012345678')).toBeUndefined();
  });

  test('needs a full date of birth or a travel document, and never invents one', () => {
    const partial = (identity: string) =>
      vaccinationRecord(({ recipient }) => ({ recipient: { ...recipient, identity, dob: '1979-11' } }));
    expect(faultsOf(() => buildVdsNcVaccination(partial('199012345678')))).toEqual([
      '/recipient/dob full-date',
    ]);
    expect(buildVdsNcVaccination(partial('did:lk.gov.passport:N7654321')).msg.pid).not.toHaveProperty('dob');
  });

  test('is refused with every fault at once', () => {
    const { vaccine: _, ...record } = vaccinationRecord(({ recipient, vaccination }) => ({
      recipient: { ...recipient, name: 'රුවන්', identity: 'did:passport:A12345678901' },
      vaccination: { ...vaccination, batch: 'X'.repeat(21), dose: 100 },
    }));
    expect(faultsOf(() => buildVdsNcVaccination(record))).toEqual([
      '/recipient/identity travel-document',
      '/recipient/name latin-name',
      '/vaccination/batch too-long',
      '/vaccination/dose range',
      '/vaccination/name unknown-vaccine',
    ]);
    const withoutBatch = vaccinationRecord(({ vaccination: { batch: _, ...vaccination } }) => ({
      vaccination,
    }));
    expect(faultsOf(() => buildVdsNcVaccination(withoutBatch))).toEqual(['/vaccination/batch required']);
  });

  test('names the issuer where the facility has no name in Latin letters', () => {
    const record = vaccinationRecord(() => ({ facility: { name: 'කොළඹ රෝහල' } }));
    expect(buildVdsNcVaccination(record).msg.ve[0]?.vd[0]?.adm).toBe('Ministry of Health');
    const numbered = vaccinationRecord(() => ({ facility: { name: 'Hôpital n° 5 (Nord)' } }));
    expect(buildVdsNcVaccination(numbered).msg.ve[0]?.vd[0]?.adm).toBe('Hôpital n° 5 (Nord)');
  });
});

describe('a proof of test', () => {
  test('says what the record says', () => {
    const content = buildVdsNcTest(testRecord(), testOptions);
    expect(content).toEqual({
      hdr: { t: 'icao.test', v: 1, is: 'LKA' },
      msg: {
        utci: 'ZW7QD48VXF7X',
        pid: { n: 'KUMAR  RAMESH', dob: '1994-11-30', dt: 'P', dn: 'M1122334' },
        sp: {
          spn: 'District Laboratory',
          ctr: 'LKA',
          cd: {
            p: '+94112694033',
            e: 'certificates@health.example',
            a: 'Hospital Road, Lucknow',
          },
        },
        dat: { sc: '2022-02-01T06:30:00Z', ri: '2022-02-01T15:05:00Z' },
        tr: { tc: 'molecular(PCR)', r: 'negative', m: 'nasopharyngeal' },
        opt: 'QXTV30TECSQ7',
      },
    });
    expect(schemaFaults(content as unknown as JsonObject)).toEqual([]);
  });

  test('is issued with the certificate where the report’s time is not told in full', () => {
    const record = testRecord(({ testDetails }) => ({
      testDetails: { ...testDetails, resultTimestamp: '2022-02-01' },
    }));
    expect(buildVdsNcTest(record, testOptions).msg.dat.ri).toBe('2026-05-01T10:20:30Z');
  });

  test.each([
    ['antigen', { test: { loincMethod: 'LP217198-3' as const } }, 'Rapid antigen'],
    ['molecular(other)', {}, 'NAAT (LAMP)'],
    ['antibody', { test: {} }, 'Antibody, IgG'],
  ])('knows the kind of test: %s', (conducted, codes, testType) => {
    const record = testRecord(({ testDetails }) => ({
      testDetails: { ...testDetails, testType, testName: 'SARS-CoV-2' },
    }));
    expect(buildVdsNcTest({ ...record, ...codes }, testOptions).msg.tr.tc).toBe(conducted);
  });

  test('is refused with every fault at once', () => {
    const { test: _, ...record } = testRecord(({ recipient, testDetails }) => ({
      recipient: { ...recipient, dob: '1994', identity: '1234' },
      testDetails: {
        ...testDetails,
        testType: 'Unknown',
        testName: 'X',
        sampleCollectionTimestamp: '2022-02-01',
        result: 'Inconclusive',
      },
      facility: { name: 'ज़िला प्रयोगशाला' },
    }));
    expect(faultsOf(() => buildVdsNcTest(record))).toEqual([
      '/facility contact',
      '/facility/address required',
      '/facility/name latin-name',
      '/recipient/dob full-date',
      '/recipient/identity travel-document',
      '/recipient/name latin-name',
      '/testDetails/result undecided',
      '/testDetails/sampleCollectionTimestamp time-of-day',
      '/testDetails/testType unknown-test-type',
    ]);
  });
});

test.each([
  ['Bill', 'Smith', 'SMITH  BILL'],
  ['Anne-Marie', 'O’Connor', 'OCONNOR  ANNE MARIE'],
  ['José', 'Müller Łuczak', 'MUELLER LUCZAK  JOSE'],
  ['Æthelred', 'Þórsson', 'THORSSON  AETHELRED'],
  ['Иван', 'Щербаков', 'SHCHERBAKOV  IVAN'],
  ['Strasse', 'Weiß', 'WEISS  STRASSE'],
  ['Yes', 'A'.repeat(60), `${'A'.repeat(36)}  Y`],
  ['B'.repeat(60), 'Short', `SHORT  ${'B'.repeat(32)}`],
])('a name goes into 39 Latin letters: %s %s', (secondary, primary, expected) => {
  expect(holderName({ primary, secondary })).toBe(expected);
  expect(expected.length).toBeLessThanOrEqual(39);
});

test('a name in a script without a table is not guessed at', () => {
  for (const primary of ['रमेश', '李', '', '123', '–']) expect(holderName({ primary })).toBeUndefined();
});
