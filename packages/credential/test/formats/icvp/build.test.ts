import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { VaccinationRecord } from '../../../src/formats/export-record.ts';
import { buildIcvp, type IcvpOptions } from '../../../src/formats/icvp/build-icvp.ts';
import { productOf } from '../../../src/formats/icvp/catalogue.ts';
import { membersOf } from '../../../src/formats/icvp/content.ts';
import products from '../../../src/formats/icvp/products.json' with { type: 'json' };
import { NotExpressibleError } from '../../../src/formats/not-expressible-error.ts';
import type { JsonObject } from '../../../src/json.ts';
import { example, testRecord } from '../who-ddcc/records.ts';
import { certificateId, polioRecord, stamaril, yellowFeverRecord } from './records.ts';

const built = (record: VaccinationRecord, options?: IcvpOptions) => membersOf(buildIcvp(record, options));

const faultsOf = (record: VaccinationRecord, options?: IcvpOptions) => {
  try {
    buildIcvp(record, options);
  } catch (error) {
    if (!(error instanceof NotExpressibleError)) throw error;
    return error.faults.map(({ pointer, rule }) => `${pointer} ${rule}`);
  }
  return [];
};

test.each([
  ['against polio, until its last day has ended everywhere', polioRecord(), '2027-02-14T12:00:00Z', true],
  ['against polio, on its last day', polioRecord(), '2027-02-14T11:59:59Z', false],
  ['against yellow fever, for life', yellowFeverRecord(), '2090-01-01T00:00:00Z', false],
])('%s', (_, record, at, isOver) => {
  const faults = isOver ? ['/vaccination/effectiveUntil period-over'] : [];
  expect(faultsOf(record, { at: Date.parse(at) })).toEqual(faults);
  expect(faultsOf(record)).toEqual([]);
});

describe('the sets of fields', () => {
  test('2024, which is the default', () => {
    expect(built(yellowFeverRecord())).toEqual({
      n: 'Asha Ramakrishnan',
      dob: '1988-03-14',
      s: 'F',
      ntl: 'IND',
      nid: 'Z3456721',
      v: {
        tg: '1D47',
        vp: 'XM0N24',
        mp: 'a640b9f1e3bf870989c9f7498a0ae5a1',
        ma: 'Sanofi Pasteur',
        mid: 'f18703fb02e156a8ae879e4216f6c561',
        dt: '2026-02-04',
        bo: 'W2C721V',
        vls: '2026-02-14',
        cn: 'Sooraj Singh',
        is: 'Ministry of Health',
        dn: '1',
      },
    });
  });

  test('2025', () => {
    expect(built(yellowFeverRecord(), { fieldSet: '2025' })).toEqual({
      n: 'Asha Ramakrishnan',
      dob: '1988-03-14',
      s: 'female',
      ntl: 'IND',
      nid: 'Z3456721',
      ndt: 'PPN',
      v: {
        vp: stamaril,
        dt: '2026-02-04',
        bo: 'W2C721V',
        vls: '2026-02-14',
        cn: 'Sooraj Singh',
        is: 'Ministry of Health',
      },
    });
  });

  test('the draft of 2026', () => {
    const options = { fieldSet: '2026', passport: 'N7654321', guardian: 'R. Ramakrishnan' } as const;
    expect(built(yellowFeverRecord(), options)).toEqual({
      n: 'Asha Ramakrishnan',
      dob: '1988-03-14',
      s: 'female',
      nt: 'IND',
      id: 'N7654321',
      dt: 'PPN',
      gn: 'R. Ramakrishnan',
      v: '0.3.0',
      vx: { vp: stamaril, dv: '2026-02-04', bo: 'W2C721V', cn: 'Sooraj Singh', is: 'IND' },
    });
  });

  test('number, country and id of the certificate', () => {
    expect(buildIcvp(yellowFeverRecord())).toMatchObject({ subclaim: -6, country: 'IN', certificateId });
    expect(buildIcvp(yellowFeverRecord(), { subclaim: 6 }).subclaim).toBe(6);
  });
});

test('yellow fever counts for life, other diseases until the day that the event tells', () => {
  expect(built(yellowFeverRecord()).v).not.toHaveProperty('vle');
  expect(built(polioRecord()).v).toMatchObject({ tg: '1C81', vls: '2026-02-14', vle: '2027-02-13' });
});

describe('against yellow fever a certificate begins on', () => {
  const begins = (date: string, effectiveStart: string) =>
    (built(yellowFeverRecord({}, { date, effectiveStart })).v as JsonObject).vls;

  test('the tenth day after the dose, as the country counts days', () => {
    expect(begins('2026-02-04', '2026-02-04')).toBe('2026-02-14');
    expect(begins('2026-02-03T23:30:00Z', '2026-02-04')).toBe('2026-02-14');
    expect(begins('2026-02-20', '2026-03-01')).toBe('2026-03-02');
  });

  test('the day that the event tells, where that is later', () => {
    expect(begins('2026-02-04', '2026-02-20')).toBe('2026-02-20');
  });

  test('and another one on the day that the event tells', () => {
    const record = polioRecord();
    const { vaccination } = record.event;
    const early = { ...record.event, vaccination: { ...vaccination, effectiveStart: '2026-02-04' } };
    expect(built({ ...record, event: early }).v).toMatchObject({ dt: '2026-02-04', vls: '2026-02-04' });
  });
});

test('a nationality in words is left out, or told by the caller', () => {
  const record = yellowFeverRecord({ nationality: 'Indian' });
  expect(built(record)).not.toHaveProperty('ntl');
  expect(built(record, { nationality: 'IND' }).ntl).toBe('IND');
});

test('an identity that is a plain number stays one', () => {
  expect(built(yellowFeverRecord({ identity: '16337361-9' })).nid).toBe('16337361-9');
});

describe('what cannot be expressed', () => {
  test('without a batch, or with a vaccine that has no code', () => {
    expect(faultsOf(yellowFeverRecord({}, { batch: null }, null))).toEqual([
      '/vaccination/name unknown-vaccine',
      '/vaccination/batch required',
    ]);
  });

  test('the draft of 2026 demands more', () => {
    const record = yellowFeverRecord(
      { dob: '1988-03', nationality: 'Indian', gender: null },
      {},
      { whoProduct: 'Unlisted' },
    );
    expect(faultsOf(record)).toEqual([]);
    expect(faultsOf(record, { fieldSet: '2026' })).toEqual([
      '/recipient/gender required',
      '/recipient/nationality country-code',
      '/vaccination/name not-prequalified',
      '/recipient/dob full-date',
    ]);
  });

  test('without a birth date: an age is not one', () => {
    const record = yellowFeverRecord();
    const { dob, ...recipient } = record.event.recipient;
    expect(faultsOf({ ...record, event: { ...record.event, recipient } })).toEqual([
      '/recipient/dob required',
    ]);
  });

  test('without anybody who answers for the dose', () => {
    const record = yellowFeverRecord();
    const { vaccinator, ...event } = record.event;
    expect(faultsOf({ ...record, event, issuerName: '' })).toEqual(['/vaccinator/name required']);
    expect(faultsOf({ ...record, event })).toEqual([]);
  });

  test('a test', () => {
    expect(() => buildIcvp(testRecord(example('test')))).toThrow(NotExpressibleError);
  });

  test('no message tells what was found', () => {
    const record = yellowFeverRecord({ nationality: 'Indian', dob: '1988-03' });
    expect(() => buildIcvp(record, { fieldSet: '2026' })).toThrow(/^(?!.*(Indian|1988|Asha)).*$/);
  });
});

describe("WHO's list of prequalified products", () => {
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const list = readFileSync(
    join(import.meta.dirname, '../../../../../test-vectors/who-ddcc/prequalified_vaccines.csv'),
    'utf8',
  );
  const rows = list
    .trim()
    .split('\n')
    .slice(1)
    .map((row) =>
      [...row.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)]
        .map(([, plain, quoted]) => quoted ?? plain ?? '')
        .slice(0, 7),
    );

  test('each has the ids that WHO computes from its row, and is found by both', () => {
    const wanted = rows.map((row) => ({
      id: `${row[1]?.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 24)}Product${md5(`${row.join('')}\n`)}`,
      tradeItem: md5(row.join('')),
      manufacturerId: md5(row[5] as string),
      manufacturer: row[5],
      type: row[1],
    }));
    expect(products.products).toHaveLength(60);
    for (const { id, tradeItem } of products.products) {
      expect(productOf(id)).toMatchObject(wanted.find((row) => row.id === id) ?? {});
      expect(productOf(tradeItem)).toBe(productOf(id));
    }
  });

  test('all vaccines against yellow fever and poliomyelitis are in it', () => {
    const relevant = rows.filter(([, type]) => /Yellow Fever|Polio/.test(type as string));
    const missing = relevant.filter((row) => !productOf(md5(row.join(''))));
    expect([...new Set(missing.map(([, type]) => type))]).toEqual([]);
  });

  test("names of objects' own members are no ids", () => {
    for (const name of ['constructor', '__proto__', 'toString']) expect(productOf(name)).toBeUndefined();
  });
});
