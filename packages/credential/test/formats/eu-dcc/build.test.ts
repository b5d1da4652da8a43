import { describe, expect, test } from 'vitest';
import { buildEuDcc, type EuDccOptions } from '../../../src/formats/eu-dcc/build.ts';
import { schemaFaultsOf } from '../../../src/formats/eu-dcc/schema-faults.ts';
import { valueSets } from '../../../src/formats/eu-dcc/value-sets.ts';
import type { ExportRecord } from '../../../src/formats/export-record.ts';
import { NotExpressibleError } from '../../../src/formats/not-expressible-error.ts';
import { isBySchema } from './published-schema.ts';
import { testRecord, vaccinationRecord } from './sample-records.ts';

const positive = { testDetails: { result: 'Positive' } } as const;
const recovery = { fromDay: 11, untilDay: 180 };
const rapid = { record: { test: { loincMethod: 'LP217198-3', euDevice: '1232' } } } as const;

test('a vaccination: a booster, and a birth date without its day', () => {
  expect(buildEuDcc(vaccinationRecord())).toEqual({
    ver: '1.3.0',
    nam: { fn: 'Ibrahim Fernando', fnt: 'IBRAHIM<FERNANDO' },
    dob: '1979-11',
    v: [
      {
        tg: '840539006',
        vp: '1119349007',
        mp: 'EU/1/20/1528',
        ma: 'ORG-100030215',
        dn: 3,
        sd: 2,
        dt: '2022-01-20',
        co: 'LK',
        is: 'Ministry of Health',
        ci: expect.stringMatching(/^URN:UVCI:01:LK:ZW7QD48VXF7XQXTV3#.$/),
      },
    ],
  });
});

test('a test by PCR has its name, a rapid one its device', () => {
  expect(buildEuDcc(testRecord())).toMatchObject({
    nam: { fn: 'Ramesh Kumār', fnt: 'RAMESH<KUMAR' },
    t: [
      {
        tt: 'LP6464-4',
        nm: 'SARS-CoV-2 RT-PCR',
        sc: '2022-02-01T06:30:00Z',
        tr: '260415000',
        tc: 'District Laboratory, Lucknow',
      },
    ],
  });
  const content = buildEuDcc(testRecord(rapid));
  expect(content).toMatchObject({ t: [{ tt: 'LP217198-3', ma: '1232' }] });
  expect(content).not.toHaveProperty('t.0.nm');
});

test('a recovery, from a positive test by PCR', () => {
  expect(buildEuDcc(testRecord(positive), { recovery })).toMatchObject({
    r: [{ tg: '840539006', fr: '2022-02-01', df: '2022-02-12', du: '2022-07-31', co: 'LK' }],
  });
  expect(buildEuDcc(testRecord(positive))).toHaveProperty('t');
});

test.each([
  ['2022-02-01T20:30:00Z', '2022-02-02'],
  ['2022-02-01T23:30:00-10:00', '2022-02-02'],
  ['2022-02-02T00:30', '2022-02-02'],
  ['2022-02-02', '2022-02-02'],
])('the day of a recovery is the country’s: %s', (sampleCollectionTimestamp, fr) => {
  const record = testRecord({ testDetails: { ...positive.testDetails, sampleCollectionTimestamp } });
  expect(buildEuDcc(record, { recovery, timeZone: 'Asia/Colombo' })).toMatchObject({ r: [{ fr }] });
});

test('a recovery is certified until its last day has ended everywhere', () => {
  const issuedAt = (at: string) => () =>
    buildEuDcc(testRecord(positive), { recovery, timeZone: 'Asia/Colombo', at: Date.parse(at) });
  expect(issuedAt('2022-08-01T11:59:59Z')()).toMatchObject({ r: [{ du: '2022-07-31' }] });
  expect(issuedAt('2022-08-01T12:00:00Z')).toThrow('must be of the last 180 days');
});

test.each(['XK', 'XX'])('a country that ISO 3166-1 has no code for, or that tries it out: %s', (alpha2) => {
  const content = buildEuDcc(vaccinationRecord({ record: { country: { alpha2, alpha3: 'XXX' } } }));
  expect(content).toMatchObject({ v: [{ co: alpha2 }] });
  expect(schemaFaultsOf(content)).toEqual([]);
});

test('the schema and its second reading in code take all of them', () => {
  for (const content of [
    buildEuDcc(vaccinationRecord()),
    buildEuDcc(testRecord()),
    buildEuDcc(testRecord(rapid)),
    buildEuDcc(testRecord(positive), { recovery }),
    buildEuDcc(vaccinationRecord({ recipient: { dob: '1979' } })),
  ]) {
    expect([isBySchema(content), schemaFaultsOf(content)]).toEqual([true, []]);
  }
});

describe('names', () => {
  const nameOf = (name: string, names: EuDccOptions['names'] = {}) =>
    buildEuDcc(vaccinationRecord({ recipient: { name } }), { names }).nam;

  test.each<[EuDccOptions['names'], object]>([
    // What the call says nothing about, the record says.
    [{}, { fn: 'Ibrahim Fernando', fnt: 'IBRAHIM<FERNANDO' }],
    [{ fn: 'Červenková' }, { fn: 'Červenková', fnt: 'CERVENKOVA' }],
    [{ fnt: 'FERNANDO<IBRAHIM' }, { fn: 'Ibrahim Fernando', fnt: 'FERNANDO<IBRAHIM' }],
    [
      { fn: 'Фернандо', fnt: 'FERNANDO' },
      { fn: 'Фернандо', fnt: 'FERNANDO' },
    ],
    [
      { fn: 'Červenková', gn: 'Jiřina' },
      { fn: 'Červenková', fnt: 'CERVENKOVA', gn: 'Jiřina', gnt: 'JIRINA' },
    ],
    [
      { fn: 'Červenková', gnt: 'ANA<MARIA' },
      { fn: 'Červenková', fnt: 'CERVENKOVA', gn: 'ANA MARIA', gnt: 'ANA<MARIA' },
    ],
    [
      { fn: 'Červenková', gn: 'रमेश', gnt: 'RAMESH' },
      { fn: 'Červenková', fnt: 'CERVENKOVA', gn: 'रमेश', gnt: 'RAMESH' },
    ],
    [
      { fnt: 'FERNANDO', gn: 'Ибрагим' },
      { fn: 'FERNANDO', fnt: 'FERNANDO', gn: 'Ибрагим', gnt: 'IBRAGIM' },
    ],
    [
      { fnt: 'DE<LA<CRUZ', gnt: 'ANA<MARIA' },
      { fn: 'DE LA CRUZ', fnt: 'DE<LA<CRUZ', gn: 'ANA MARIA', gnt: 'ANA<MARIA' },
    ],
    [
      { fnt: 'KUMAR', gn: 'रमेश', gnt: 'RAMESH' },
      { fn: 'KUMAR', fnt: 'KUMAR', gn: 'रमेश', gnt: 'RAMESH' },
    ],
    [
      { fn: 'कुमार', fnt: 'KUMAR', gn: 'Jiřina' },
      { fn: 'कुमार', fnt: 'KUMAR', gn: 'Jiřina', gnt: 'JIRINA' },
    ],
    [
      { fn: 'कुमार', fnt: 'KUMAR', gnt: 'RAMESH' },
      { fn: 'कुमार', fnt: 'KUMAR', gn: 'RAMESH', gnt: 'RAMESH' },
    ],
    [
      { fn: 'कुमार', fnt: 'KUMAR', gn: 'रमेश', gnt: 'RAMESH' },
      { fn: 'कुमार', fnt: 'KUMAR', gn: 'रमेश', gnt: 'RAMESH' },
    ],
  ])('a call with %j names one holder', (names, expected) => {
    expect(nameOf('Ibrahim Fernando', names)).toEqual(expected);
  });
  test('where the record’s name has no table, the call’s stands beside it, or for both', () => {
    expect(nameOf('रमेश कुमार', { fnt: 'KUMAR<RAMESH' })).toEqual({ fn: 'रमेश कुमार', fnt: 'KUMAR<RAMESH' });
    expect(nameOf('रमेश कुमार', { fnt: 'KUMAR', gnt: 'RAMESH' })).toEqual({
      fn: 'KUMAR',
      fnt: 'KUMAR',
      gn: 'RAMESH',
      gnt: 'RAMESH',
    });
  });
  test('names in two parts', () => {
    expect(nameOf('Jiřina Červenková', { fn: 'Červenková', gn: 'Jiřina' })).toEqual({
      fn: 'Červenková',
      fnt: 'CERVENKOVA',
      gn: 'Jiřina',
      gnt: 'JIRINA',
    });
    const all = { fn: 'कुमार', fnt: 'KUMAR', gn: 'रमेश', gnt: 'RAMESH' };
    expect(nameOf('रमेश कुमार', all)).toEqual(all);
  });
  test('a single name, and one in Cyrillic', () => {
    expect(nameOf('Sukarno')).toEqual({ fn: 'Sukarno', fnt: 'SUKARNO' });
    expect(nameOf('Юрий Гагарин')).toEqual({ fn: 'Юрий Гагарин', fnt: 'IURII<GAGARIN' });
  });
});

describe('what cannot be said', () => {
  const faultsOf = (record: ExportRecord, options: EuDccOptions = {}) => {
    try {
      return buildEuDcc(record, options);
    } catch (error) {
      if (!(error instanceof NotExpressibleError)) throw error;
      return error.faults.map(({ pointer, rule }) => `${pointer} ${rule}`);
    }
  };
  const { vaccine: _, ...withoutVaccine } = vaccinationRecord();
  const { test: __, ...withoutTest } = testRecord();
  const eu = (codes: object) => ({
    record: {
      vaccine: {
        icd11Code: 'XM8NQ0',
        prophylaxis: '',
        eu: { prophylaxis: '1119349007', product: 'EU/1/20/1528', manufacturer: 'ORG-100030215', ...codes },
      },
    },
  });
  const { dob: ___, ...unborn } = vaccinationRecord().event.recipient;
  const bornNever = {
    ...vaccinationRecord(),
    event: { ...vaccinationRecord().event, recipient: unborn },
  };

  test.each<[string, ExportRecord, EuDccOptions, string[]]>([
    ['no date of birth', bornNever, {}, ['/recipient/dob required']],
    [
      'a birth of two centuries ago',
      vaccinationRecord({ recipient: { dob: '1899' } }),
      {},
      ['/recipient/dob birth-date'],
    ],
    ['a vaccine without codes', withoutVaccine, {}, ['/vaccination/name unknown-vaccine']],
    [
      'deprecated codes',
      vaccinationRecord(eu({ prophylaxis: 'J07BX03', product: 'NVX-CoV2373' })),
      {},
      ['/vaccination/name inactive-code', '/vaccination/name inactive-code'],
    ],
    [
      'DIVOC’s misspelt manufacturer',
      vaccinationRecord(eu({ manufacturer: 'Sinovac- Biontech' })),
      {},
      ['/vaccination/name inactive-code'],
    ],
    [
      'another disease',
      vaccinationRecord({ record: { disease: { name: 'Yellow fever', icd11: '1D47', snomed: '16541001' } } }),
      {},
      ['/vaccination/name disease'],
    ],
    [
      'a script without table',
      vaccinationRecord({ recipient: { name: 'रमेश' } }),
      {},
      ['/recipient/name transliteration'],
    ],
    [
      'a name without letters',
      vaccinationRecord({ recipient: { name: '’' } }),
      {},
      ['/recipient/name transliteration'],
    ],
    [
      'a long name',
      vaccinationRecord({ recipient: { name: 'Ä'.repeat(41) } }),
      {},
      ['/recipient/name max-length'],
    ],
    [
      'overrides of another form',
      vaccinationRecord(),
      { names: { fnt: 'Fernando', gnt: 'A<<B' } },
      ['/names/fnt pattern', '/names/gnt pattern'],
    ],
    ['a given name alone', vaccinationRecord(), { names: { gnt: 'IBRAHIM' } }, ['/names/fnt required']],
    ['the same as written', vaccinationRecord(), { names: { gn: 'Ibrahim' } }, ['/names/fnt required']],
    [
      'the same both ways',
      vaccinationRecord(),
      { names: { gn: 'Ibrahim', gnt: 'IBRAHIM' } },
      ['/names/fnt required'],
    ],
    ['a test of no known type', withoutTest, {}, ['/testDetails/testType unknown-test-type']],
    [
      'a rapid test without device',
      testRecord({ record: { test: { loincMethod: 'LP217198-3' } } }),
      {},
      ['/testDetails/testName unknown-test-device'],
    ],
    [
      'a device that is no longer listed',
      testRecord({ record: { test: { loincMethod: 'LP217198-3', euDevice: inactiveDevice() } } }),
      {},
      ['/testDetails/testName inactive-code'],
    ],
    [
      'a sample of which the day alone is known',
      testRecord({ testDetails: { sampleCollectionTimestamp: '2022-02-01' } }),
      {},
      ['/testDetails/sampleCollectionTimestamp time-of-day'],
    ],
    ['no clear result', testRecord({ testDetails: { result: 'Void' } }), {}, ['/testDetails/result enum']],
    [
      'a long name of a laboratory',
      testRecord({ facility: { name: 'x'.repeat(81) } }),
      {},
      ['/facility/name max-length'],
    ],
    ['a recovery of a negative test', testRecord(), { recovery }, ['/testDetails/result enum']],
    [
      'a recovery by a rapid test',
      testRecord({ ...positive, ...rapid }),
      { recovery },
      ['/testDetails/testType nucleic-acid-test'],
    ],
    [
      'a country that is none',
      vaccinationRecord({ record: { country: { alpha2: 'XY', alpha3: 'XYX' } } }),
      {},
      [' country'],
    ],
    [
      'all at once',
      { ...withoutVaccine, event: { ...bornNever.event, recipient: { ...unborn, name: 'रमेश' } } },
      {},
      ['/recipient/name transliteration', '/recipient/dob required', '/vaccination/name unknown-vaccine'],
    ],
  ])('%s', (_name, record, options, faults) => {
    expect(faultsOf(record, options)).toEqual(faults);
  });

  test('names no personal value', () => {
    expect(() => buildEuDcc(vaccinationRecord({ recipient: { name: 'रमेश' } }))).toThrow(
      /Devanagari.*give fnt \(A–Z, < between its parts\) with the call/,
    );
    expect(() => buildEuDcc(vaccinationRecord({ recipient: { name: 'रमेश' } }))).not.toThrow(/रमेश/);
  });
});

function inactiveDevice(): string {
  const codes: Readonly<Record<string, object>> = valueSets.testDevices.codes;
  return Object.keys(codes).find((code) => 'active' in (codes[code] ?? {})) as string;
}

test('the value sets name their source and version', () => {
  for (const set of Object.values(valueSets)) {
    expect(set.source).toContain('ehn-dcc-valuesets');
    expect(set.version).toMatch(/^20\d\d-\d\d-\d\d$/);
  }
});
