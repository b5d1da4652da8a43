import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '@mohar/credential/verification/verify.ts';
import { readMessageFile } from '@mohar/print/language/message-file.ts';
import { afterAll, expect, test, vi } from 'vitest';
import { exampleOf } from '../../src/cli/country/example-faults.ts';
import { judgePack } from '../../src/cli/country/judge-pack.ts';
import { newCountry } from '../../src/cli/country/new.ts';
import { loadPack } from '../../src/country/load-pack.ts';
import { countries } from '../../src/country/pack-directory.ts';
import { faultLine } from '../../src/country/pack-fault.ts';
import { codeOnPaper, pagesOf, textsOnPaper } from '../on-paper.ts';
import { type RunningApp, runningApp } from '../running-app.ts';
import { changePiece } from './pack-folder.ts';

type Event = ReturnType<typeof JSON.parse>;

/** Everything that this country changes is in its own folder, outside of Mohar's. */
const root = mkdtempSync(join(tmpdir(), 'mohar-made-up-'));
const country = join(root, 'atlantis');
afterAll(() => rmSync(root, { recursive: true, force: true }));
const write = (path: string, text: string) => writeFileSync(join(country, path), text);
const faultsOf = () => judgePack(country).faults.map(faultLine);

/** Of a page: its words, and the colours of its pictures. */
const wordsOn = async (pdf: Uint8Array) => (await textsOnPaper(pdf)).map(({ text }) => text).join(' ');

test('mohar country new writes a pack that has no faults', () => {
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  newCountry('atlantis', { into: root });
  // The command tells what to edit first.
  expect(said.mock.calls.join('')).toContain('country.yaml');
  said.mockRestore();
  expect(faultsOf()).toEqual([]);
  const pack = loadPack(country);
  expect([pack.country.alpha2, pack.country.alpha3, pack.issuer.name.en]).toEqual([
    'XZ',
    'XAT',
    'Ministry of Health of Atlantis',
  ]);
  expect(() => newCountry('atlantis', { into: root })).toThrow('is there already');
  for (const name of ['', 'Atlantis', '../atlantis', 'a/b', 'schema'])
    expect(() => newCountry(name, { into: root })).toThrow('is no name for a pack');
});

test('which prints, as it was written, on a page each', async () => {
  const app = await runningApp({ MOHAR_COUNTRY: country });
  for (const [form, path] of [
    ['domestic', 'v1'],
    ['international', 'v3'],
    ['test', 'v1/test'],
  ] as const) {
    const event = exampleOf(app.pack, form);
    const answer = await app.call('POST', `/divoc/api/${path}/certify?include=pdf`, [event]);
    const pdf = Buffer.from(answer.json()[0].pdf, 'base64');
    expect([form, await pagesOf(pdf), (await codeOnPaper(pdf))?.isValid]).toEqual([form, 1, true]);
    const words = await wordsOn(pdf);
    expect(words).toContain('Holder of this certificate');
    // The test's facility is in a region that speaks English.
    expect(words.includes('Ministère de la Santé de Atlantis')).toBe(form !== 'test');
  }
  await app.close();
}, 30_000);

test('its files are changed, and nothing else', () => {
  // A label, in one language alone.
  write(
    'messages/en.po',
    `msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n` +
      `msgctxt "beneficiary"\nmsgid "Beneficiary"\nmsgstr "Person under the sea"\n`,
  );
  // The logo.
  write(
    'emblem.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>Trident</title><path fill="#0a7d7d" d="M0 0h10v10H0z"/></svg>',
  );
  // A rule for a field.
  changePiece(country, 'fields.yaml', (fields) => {
    fields.domestic.properties.recipient.required = ['uhid'];
    fields.domestic.properties.recipient.properties.uhid = {
      type: 'string',
      pattern: '^ATL-[0-9]{4}$',
      'x-message': 'must be a sea pass, ATL- and four figures',
    };
  });
  // A vaccine.
  changePiece(country, 'vaccines.yaml', ({ vaccines }) => {
    vaccines.push({
      names: ['nautilax'],
      icd11Code: 'XM5JC5',
      prophylaxis: 'COVID-19 vaccine, virus protein subunit',
      doses: 3,
      intervals: [{ from: 10, to: 20 }],
    });
  });
  // A language: one that Mohar has words in, and one that it has not.
  changePiece(country, 'country.yaml', ({ languages, templates }) => {
    languages.offered.push('ta', 'eo');
    languages.aliases.ta = ['TAM'];
    // And a whole new design.
    templates.domestic = 'templates/scroll.typ';
  });
  changePiece(country, 'regions.yaml', ({ regions }) => {
    regions.push({ name: 'Abyss', otherNames: ['The Deep'], language: 'eo' });
  });
  // What the verifier says.
  changePiece(country, 'verifier.yaml', (verifier) => {
    verifier.colour = '#0a7d7d';
    verifier.words.en['verdicts.tampered.headline'] = 'Not from Atlantis';
  });
  write(
    'templates/scroll.typ',
    `#import "mohar.typ": *
#document-of(label(content.stage, first), {
  set page(paper: "a4", margin: 30mm, columns: 2, fill: rgb("#fdf6e3"))
  set text(font: with-scripts("Noto Serif"), size: 12pt)
  image("/emblem.svg", width: 30mm, alt: "Trident")
  for language in languages [= #in-language(language, "SCROLL OF " + label("beneficiary", language)) ]
  [#content.beneficiary.name, #content.vaccination.vaccine, #content.beneficiary.identity.number]
  if content.vaccination.nextDose != none [ #in-each(language => label("nextDoseDue", language)) ]
  qr-picture(70mm)
})
`,
  );
  // The new language lacks words, and the check says which.
  expect(faultsOf()).toEqual([
    expect.stringMatching(/country\.yaml:\d+:\d+: \/languages\/offered\/3: there must be a messages\/eo\.po/),
    expect.stringMatching(
      /examples\/domestic\.json:3:16: \/recipient\/uhid: is required: it must be a sea pass/,
    ),
  ]);
  const header = `msgid ""\nmsgstr ""\n"Language: eo\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n`;
  write('messages/eo.po', `${header}msgctxt "beneficiary"\nmsgid "Beneficiary"\nmsgstr "Ricevanto"\n`);
  const missing = faultsOf().filter((line) => line.includes('eo.po'));
  expect(missing.length).toBeGreaterThan(80);
  expect(missing[0]).toMatch(
    /messages\/eo\.po:\d+:1: \/provisional: must be there, with what “.*” is in eo$/,
  );
  write('messages/eo.po', header + esperanto());
  changePiece(country, 'examples/domestic.json', (event) => {
    event.recipient.uhid = 'ATL-0001';
  });
  expect(faultsOf()).toEqual([]);
});

/** Every message of the chain, as a translator would hand it in. */
function esperanto(): string {
  const file = join(countries, 'default/messages/en.po');
  const english = [...readMessageFile(readFileSync(file), file).messages];
  return english
    .map(
      ([key, { source, text }]) =>
        `msgctxt ${JSON.stringify(key)}\nmsgid ${JSON.stringify(source)}\nmsgstr ${JSON.stringify(
          key === 'beneficiary' ? 'Ricevanto' : /[{}]/.test(text) ? text : `eo ${text}`,
        )}\n`,
    )
    .join('\n');
}

let mohar: RunningApp | undefined;
afterAll(() => mohar?.close());

test('the service issues and prints what that folder says', async () => {
  const app = await runningApp({ MOHAR_COUNTRY: country });
  mohar = app;
  const event = exampleOf(app.pack, 'domestic') as Event;
  const certify = (one: Event, query = '') =>
    app.call('POST', `/divoc/api/v1/certify?include=credential,pdf${query}`, [one]);

  const { uhid: _, ...unknown } = event.recipient;
  const refused = await certify({ ...event, recipient: unknown });
  expect([refused.statusCode, refused.json().faults]).toEqual([
    400,
    [
      {
        pointer: '/0/recipient/uhid',
        rule: 'required',
        message: 'is required: it must be a sea pass, ATL- and four figures',
      },
    ],
  ]);

  const vaccination = { ...event.vaccination, name: 'Nautilax', manufacturer: 'Reef Works', totalDoses: 3 };
  const deep = { ...event.facility, address: { ...event.facility.address, state: 'the deep' } };
  const wrongCourse = await certify({ ...event, vaccination: { ...vaccination, totalDoses: 2 } });
  expect(wrongCourse.json().faults[0]).toMatchObject({
    pointer: '/0/vaccination/totalDoses',
    rule: 'course',
  });

  const [issued] = (await certify({ ...event, vaccination, facility: deep })).json();
  const { trust, contexts } = app.issuer;
  const text = JSON.stringify(issued.credential);
  expect((await verify(text, { trust, contexts, at: Date.now() })).verdict).toBe('valid');
  expect(issued.credential.proof.verificationMethod).toMatch(/^did:web:health\.atlantis\.example#/);

  // By the region: English beside Esperanto; masked, as the country says; due by its own interval.
  const words = await wordsOn(Buffer.from(issued.pdf, 'base64'));
  expect(words).toContain('SCROLL OF Person under the sea');
  expect(words).toContain('SCROLL OF Ricevanto');
  expect(words).toContain('XXXXXX7890');
  expect(words).not.toContain('1234567890');
  expect(words).toMatch(/13 .*Feb.* 2026.*23 .*Feb.* 2026/);
  const tamil = (await certify({ ...event, vaccination, facility: deep }, '&language=TAM')).json()[0];
  expect(await wordsOn(Buffer.from(tamil.pdf, 'base64'))).toMatch(/SCROLL OF [\u0b80-\u0bff]/);
  expect((await certify(event, '&language=fr,ta,eo')).statusCode).toBe(400);

  // The other kinds keep the design that it extends, with its label and emblem.
  const international = await app.call('POST', '/divoc/api/v3/certify?include=pdf', [
    exampleOf(app.pack, 'international'),
  ]);
  const page = await wordsOn(Buffer.from(international.json()[0].pdf, 'base64'));
  expect(page).toContain('Person under the sea');
  expect(page).toContain('Ministry of Health of Atlantis');

  const published = await app.call('GET', '/verify/data/country.json');
  expect(published.json()).toMatchObject({
    colour: '#0a7d7d',
    languages: ['en', 'fr', 'ta', 'eo'],
    words: { en: { 'verdicts.tampered.headline': 'Not from Atlantis' } },
  });
  expect((await app.call('GET', '/verify/data/logo.svg')).payload).toContain('Trident');
});
