import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boxOf, collisions, millimetres, outOfFrame, overlaps } from '../layout.ts';
import { codeOnPaper, type PlacedText, pagesOf, textsOnPaper } from '../on-paper.ts';
import { type RunningApp, runningApp } from '../running-app.ts';
import { internationalEvent, testEvent } from '../sample-events.ts';

let mohar: RunningApp;
let lankan: RunningApp;
beforeAll(async () => {
  mohar = await runningApp();
  const events = [
    ['v3', longVaccination('V', 'Comirnaty')],
    ['v3', longVaccination('Y', 'Stamaril')],
    ['v3', longVaccination('Y1', 'Stamaril', oneWord)],
    ['v3', longVaccination('V1', 'Comirnaty', oneWord)],
    ['v3', longVaccination('V2', 'Comirnaty', inOtherLetters)],
    ['v3', shorter(longVaccination('S', 'Comirnaty'))],
    ['v1/test', longTest('T')],
    ['v1/test', longTest('T1', oneWord)],
    ['v1/test', shorter(longTest('S'))],
    ['v1/test', recent(shorter(longTest('SR')))],
    ['v3', vaccination('A')],
    ['v3', vaccination('F', 'Stamaril')],
    ['v1/test', positiveTest('A')],
    ['v1/test', recent(positiveTest('R'))],
  ] as const;
  for (const [path, event] of events) await certified(mohar, path, event);
  lankan = await runningApp({}, (pack) => ({ ...pack, country: { alpha2: 'LK', alpha3: 'LKA' } }));
  await certified(lankan, 'v3', vaccination('A'));
  await certified(lankan, 'v3', vaccination('F', 'Stamaril'));
  await certified(lankan, 'v1/test', positiveTest('A'));
  await certified(lankan, 'v1/test', recent(positiveTest('R')));
});
afterAll(async () => {
  await mohar?.close();
  await lankan?.close();
});

async function certified(app: RunningApp, path: string, event: object) {
  const answer = await app.call('POST', `/divoc/api/${path}/certify`, [event]);
  expect(answer.statusCode, answer.payload).toBe(200);
}

/** Wide letters in words as long as names have them. */
const inWords = (length: number) => 'WILLIAMSON MAGDALENA MWANAWASA '.repeat(7).slice(0, length).trim();
/** Nothing to break a line at. */
const oneWord = (length: number) => 'WILLIAMSONMAGDALENAMWANAWASA'.repeat(8).slice(0, length);

/** The same, where a letter is drawn of several characters. */
const inOtherLetters = (length: number) => 'വെങ്കിടനരസിംഹരാജുശ്രീകൃഷ്ണൻ'.repeat(8).slice(0, length);

function vaccination(beneficiary: string, name = 'Comirnaty') {
  const event = internationalEvent(beneficiary);
  return {
    ...event,
    recipient: { ...event.recipient, gender: 'Female' },
    vaccination: { ...event.vaccination, name, dose: 2, totalDoses: 2 },
  };
}

/** As long as events may be. */
function longVaccination(beneficiary: string, vaccine: string, ofLength = inWords) {
  const event = vaccination(beneficiary);
  return {
    ...event,
    recipient: { ...event.recipient, name: ofLength(200), dob: '1979-09-30', nationality: ofLength(60) },
    vaccination: {
      ...event.vaccination,
      name: `${vaccine} ${ofLength(99 - vaccine.length)}`,
      manufacturer: ofLength(150),
      batch: ofLength(60),
      date: '2022-09-30T23:15:00+05:30',
    },
    vaccinator: { name: ofLength(150) },
    facility: { name: ofLength(200) },
  };
}

function positiveTest(beneficiary: string) {
  const event = testEvent(beneficiary);
  return { ...event, testDetails: { ...event.testDetails, testType: 'RT-PCR', result: 'Positive' } };
}

/** Of a month ago: a recovery is certified by no test of long ago. */
function recent<Event extends { testDetails: object }>(event: Event): Event {
  const at = `${daysFromNow(-30)}T06:30:00Z`;
  const testDetails = { ...event.testDetails, sampleCollectionTimestamp: at, resultTimestamp: at };
  return { ...event, testDetails };
}

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

function longTest(beneficiary: string, ofLength = inWords) {
  const event = testEvent(beneficiary);
  return {
    ...event,
    recipient: { ...event.recipient, name: ofLength(200) },
    testDetails: {
      ...event.testDetails,
      testName: ofLength(150),
      manufacturer: ofLength(150),
      sampleOrigin: ofLength(100),
      testType: `RT-PCR ${ofLength(93)}`,
      result: 'Positive',
    },
    verifier: { name: ofLength(150) },
    facility: {
      name: ofLength(200),
      address: {
        addressLine1: ofLength(200),
        district: ofLength(100),
        state: ofLength(100),
        pincode: '1'.repeat(20),
      },
    },
  };
}

/** As long as formats with limits of their own take it. */
function shorter(event: ReturnType<typeof longVaccination | typeof longTest>) {
  const { recipient, facility } = event;
  const common = {
    ...event,
    recipient: { ...recipient, name: inWords(80) },
    facility: { ...facility, name: inWords(80) },
  };
  return 'vaccination' in event
    ? { ...common, vaccination: { ...event.vaccination, batch: 'W'.repeat(20) } }
    : { ...common, testDetails: { ...event.testDetails, testName: oneWord(80) } };
}

const euNames = {
  words: { fn: inWords(80), gn: inWords(80) },
  word: { fn: oneWord(80), gn: oneWord(80) },
};
const yellow = 'disease=Yellow%20fever';

describe('one page whatever it says, and nothing upon anything else', () => {
  const cases: [string, string, object?][] = [
    ['a vaccination', 'eu-certificate?refId=S', euNames.words],
    ['a vaccination in words without end', 'eu-certificate?refId=S', euNames.word],
    ['a test', 'eu-certificate?refId=S&kind=test', euNames.words],
    ['a test in words without end', 'eu-certificate?refId=S&kind=test', euNames.word],
    ['a recovery', 'eu-certificate?refId=SR&kind=recovery', euNames.words],
    [
      'the name that a reader could not read',
      'eu-certificate?refId=A',
      { fn: 'Fernandez de la Cruz y Villavicencio', gn: 'Maria Josefina Guadalupe' },
    ],
    ['a vaccination', 'shc-certificate?refId=S'],
    ['a test', 'shc-certificate?refId=S&kind=test'],
    ['a vaccination', 'ddcc-certificate?refId=V'],
    ['a vaccination in words without end', 'ddcc-certificate?refId=V1'],
    ['a vaccination in Malayalam', 'ddcc-certificate?refId=V2'],
    ['a test', 'ddcc-certificate?refId=T&kind=test'],
    ['a test in words without end', 'ddcc-certificate?refId=T1&kind=test'],
    ['a vaccination', `icvp-certificate?refId=Y&${yellow}`, { passport: 'N7654321ABC' }],
    ['a vaccination in words without end', `icvp-certificate?refId=Y1&${yellow}`],
    ['a vaccination', 'vds-certificate?refId=S', { passport: 'N7654321ABC' }],
    ['a test', 'vds-certificate?refId=T&kind=test', { passport: 'N7654321ABC' }],
    ['a test in words without end', 'vds-certificate?refId=T1&kind=test'],
    ['a short vaccination', 'ddcc-certificate?refId=A'],
    ['a short test', 'ddcc-certificate?refId=A&kind=test'],
  ];
  test.each(cases)('%s: %s', async (_name, url, body) => {
    for (const language of ['', '&language=en', '&language=hi']) {
      const answer = await mohar.call('GET', `/certificate/api/${url}${language}`, body);
      expect([answer.headers['content-type'], language], answer.payload.slice(0, 500)).toEqual([
        'application/pdf',
        language,
      ]);
      const pdf = answer.rawPayload;
      expect(await pagesOf(pdf), language).toBe(1);
      const texts = await textsOnPaper(pdf);
      expect(collisions(texts), language).toEqual([]);
      expect(texts.filter(outOfFrame), language).toEqual([]);
      const code = await codeOnPaper(pdf);
      expect(
        texts.filter((text) => overlaps(text, boxOf(code))),
        language,
      ).toEqual([]);
      expect(texts.filter(above(closingOf(texts))), language).toEqual([]);
    }
  });
});

describe('words where people read, codes where machines do', () => {
  const passport = { passport: 'N7654321' };
  const vaccinations = [
    ['eu-certificate?refId=A'],
    ['ddcc-certificate?refId=A'],
    [`icvp-certificate?refId=F&${yellow}`],
    ['vds-certificate?refId=A'],
  ] as const;
  const tests = ['eu', 'shc', 'ddcc', 'vds'].map((format) => [`${format}-certificate?refId=A&kind=test`]);
  const kumar = { fn: 'Kumar', gn: 'Ramesh' };

  test.each(vaccinations.slice(1))('%s: the sex of the holder', async (url) => {
    expect(await wordsOf(mohar, url)).toMatch(/Gender Female /);
  });

  test.each(tests)('%s: the result', async (url) => {
    const words = await wordsOf(mohar, url, kumar);
    expect(words).toMatch(/Result Positive /);
    expect(words).not.toMatch(/detected|positive /);
  });

  test('a test is for a disease, not for its agent', async () => {
    expect(await wordsOf(mohar, 'ddcc-certificate?refId=A&kind=test')).toMatch(/Disease COVID-19 /);
  });

  test.each([
    ['eu-certificate?refId=A', 'Country of vaccination', 'XX'],
    ['eu-certificate?refId=A&kind=test', 'Country of test', 'XX'],
    ['eu-certificate?refId=R&kind=recovery', 'Country of test', 'XX'],
    ['vds-certificate?refId=A', 'Country of vaccination', 'XXX'],
    ['vds-certificate?refId=A&kind=test', 'Country of test', 'XXX'],
  ])('%s: %s', async (url, label, code) => {
    const words = await wordsOf(mohar, url, kumar);
    expect(words).toContain(`${label} ${code} `);
    expect(words.match(/Country of/g)).toHaveLength(1);
    expect(await wordsOf(lankan, url, kumar)).toContain(`${label} Sri Lanka `);
    const { rawPayload } = await lankan.call('GET', `/certificate/api/${url}&language=hi`, kumar);
    expect((await textsOnPaper(rawPayload)).map(({ text }) => text)).not.toContain('LK');
  });

  test.each([
    ['ddcc-certificate?refId=A', 'WHO Digital Documentation of COVID-19 Certificate'],
    ['ddcc-certificate?refId=A&kind=test', 'WHO Digital Documentation of COVID-19 Certificate'],
    [`ddcc-certificate?refId=F&${yellow}`, 'WHO Digital Documentation of Vaccination'],
  ])('%s is titled %s', async (url, title) => {
    expect(await wordsOf(mohar, url)).toContain(` ${title} Holder`);
  });

  test('a seal of a test shows what is signed: passport, both times, method, whom to ask', async () => {
    const words = await wordsOf(mohar, 'vds-certificate?refId=A&kind=test', { ...kumar, ...passport });
    for (const shown of [
      'Travel document N7654321',
      'Sample collected 1 Feb 2022, 06:30 UTC',
      'Result reported 1 Feb 2022, 15:05 UTC',
      'Test type Molecular (PCR)',
      'Sample origin Nasopharyngeal',
      'Contact +00 0 0000 · verify@mohar.example · Hospital Road, Lucknow',
      'Tested at District Laboratory ',
    ]) {
      expect(words).toContain(shown);
    }
  });

  test('a period is one in each language, a moment has its time in both', async () => {
    const url = 'eu-certificate?refId=R&kind=recovery';
    const [from, until] = [inEnglish(daysFromNow(-30 + 11)), inEnglish(daysFromNow(-30 + 180))];
    expect(await wordsOf(mohar, url, kumar)).toContain(`Effective ${from} – ${until} `);
    const both = await wordsOf(mohar, url, kumar, '');
    expect(both).toContain(`${from} – ${until} · ${from.split(' ')[0]} `);
    expect(both.match(/\d\d:\d\d UTC/g)).toHaveLength(2);
    expect(both).toContain('How to verify · ');
  });

  test('the code of a country with a name stays a code in the code', async () => {
    const answer = await lankan.callWith(
      'GET',
      '/certificate/api/eu-certificate?refId=A&kind=test',
      { accept: 'application/json' },
      kumar,
    );
    expect(answer.json().document.t).toMatchObject([{ co: 'LK', tr: '260373001', tg: '840539006' }]);
  });
});

/** A date as English is written outside of the United States. */
const inEnglish = (date: string): string =>
  new Intl.DateTimeFormat('en-001', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date));

/** The words of a PDF, in English where no other language is asked for. */
async function wordsOf(
  app: RunningApp,
  url: string,
  body?: object,
  language = '&language=en',
): Promise<string> {
  const { rawPayload, statusCode, payload } = await app.call(
    'GET',
    `/certificate/api/${url}${language}`,
    body,
  );
  expect(statusCode, payload.slice(0, 500)).toBe(200);
  const texts = await textsOnPaper(rawPayload);
  return texts
    .map(({ text }) => text)
    .join(' ')
    .replaceAll(/\s+/g, ' ');
}

/** Where the band with the certificate's id begins: above the label of the id. */
function closingOf(texts: readonly PlacedText[]): number {
  const id = texts.find(({ text }) => /^[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{5}$/.test(text));
  if (!id) throw new Error('The page has no certificate id.');
  return id.top + 6 + 5 + 7;
}

/** What stands above the closing band, and reaches into it or nearly. */
const above =
  (band: number) =>
  ({ bottom, top }: PlacedText) =>
    top > band && bottom < band + 2 * millimetres;
