import { verify } from '@mohar/credential/verification/verify.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attachedTo, codeOnPaper, textsOnPaper } from '../on-paper.ts';
import { type RunningApp, runningApp } from '../running-app.ts';
import { vaccinationEvent } from '../sample-events.ts';

let mohar: RunningApp;
beforeAll(async () => {
  mohar = await runningApp();
});
afterAll(() => mohar?.close());

const head =
  '#set document(title: "t", date: datetime(year: 2026, month: 1, day: 1))\n#set text(font: "Noto Sans", lang: "en")\n';
const put = (name: string, files: Readonly<Record<string, unknown>>) =>
  mohar.call('PUT', `/admin/templates/${name}`, { files });
const preview = (name: string, query: Readonly<Record<string, string>> = {}) =>
  mohar.call('GET', `/admin/templates/${name}/preview?${new URLSearchParams(query)}`);
const domestic = 'templates/vaccination-domestic.typ';

test('the country’s own design is shown with samples, whose codes no verifier accepts as the issuer’s', async () => {
  const pdf = await preview('current', { kind: 'vaccination-domestic-precaution', language: 'hi' });
  expect([pdf.statusCode, pdf.headers['content-type']]).toEqual([200, 'application/pdf']);
  expect((await textsOnPaper(pdf.rawPayload)).map(({ text }) => text).join(' ')).toContain('SAMPLE');
  expect((await codeOnPaper(pdf.rawPayload))?.isValid).toBe(true);
  const { text } = await attachedTo(pdf.rawPayload);
  const { verdict } = await verify(JSON.parse(text), { trust: mohar.issuer.trust, at: Date.now() });
  expect(verdict).toBe('untrusted-issuer');
  expect(text).not.toContain(mohar.pack.issuer.did);
});

test.each([
  'vaccination-international-final',
  'test-positive',
  'health-professional',
  'eu-dcc-recovery',
  'icvp-vaccination',
])('%s as a picture', async (kind) => {
  const png = await preview('current', { kind, format: 'png' });
  expect([png.statusCode, png.headers['content-type'], png.headers['x-pages']]).toEqual([
    200,
    'image/png',
    '1',
  ]);
  expect(png.rawPayload.readUInt32BE(16)).toBe(1_241);
});

describe('a draft', () => {
  test('is kept, listed, shown over the country’s design, replaced and deleted, and each of it is written down', async () => {
    const files = {
      [domestic]: `#import "certificate.typ": *\n${head}#content.beneficiary.name #image("/own.svg", alt: "x") #read("words.txt")`,
      'templates/words.txt': { base64: Buffer.from('wörds').toString('base64') },
      'own.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    };
    const kept = await put('summer', files);
    expect(kept.statusCode, kept.payload).toBe(200);
    const { digest } = kept.json();
    const listed = (await mohar.call('GET', '/admin/templates')).json();
    expect(listed.drafts).toMatchObject([
      { name: 'summer', digest, files: 3, uploadedBy: expect.stringMatching(/^key:/) },
    ]);
    expect(listed.samples).toContain('vaccination-international-provisional');
    const pdf = await preview('summer');
    expect(pdf.statusCode, pdf.payload).toBe(200);
    const texts = (await textsOnPaper(pdf.rawPayload)).map(({ text }) => text).join('');
    expect(texts).toContain('SAMPLE Asha Ramakrishnan');
    expect(texts).toContain('wörds');
    // What is not in the draft is the country's.
    expect((await preview('summer', { kind: 'test-negative' })).statusCode).toBe(200);

    expect((await put('summer', { [domestic]: `${head}Other` })).json().digest).not.toBe(digest);
    expect((await mohar.call('DELETE', '/admin/templates/summer')).statusCode).toBe(204);
    expect((await mohar.call('DELETE', '/admin/templates/summer')).statusCode).toBe(404);
    expect((await preview('summer')).statusCode).toBe(404);
    const trail = await mohar.database.db.selectFrom('template_audit').selectAll().orderBy('id').execute();
    expect(trail.map(({ action, name }) => [action, name])).toEqual([
      ['upload', 'summer'],
      ['upload', 'summer'],
      ['remove', 'summer'],
    ]);
    await expect(mohar.database.db.deleteFrom('template_audit').execute()).rejects.toThrow('append-only');
  });

  test('is in no certificate', async () => {
    const event = vaccinationEvent('T1');
    expect((await mohar.call('POST', '/divoc/api/v1/certify', [event])).statusCode).toBe(200);
    const pdf = async () => (await mohar.call('GET', '/certificate/api/certificatePDF/T1')).rawPayload;
    const before = await pdf();
    await put('other', { [domestic]: `${head}Other` });
    expect(await pdf()).toEqual(before);
  });

  test.each([
    [
      'a function that there is not',
      { [domestic]: `${head}#nothing()` },
      {},
      domestic,
      'line 3, column 2: unknown variable: nothing',
    ],
    [
      'a font that there is not',
      { [domestic]: '#set text(font: "Missing Grotesk")\nx' },
      {},
      domestic,
      'there is no font "missing grotesk"',
    ],
    [
      'a value of the sample',
      { [domestic]: `${head}#panic(json("/certificate/content.json").beneficiary.name)` },
      {},
      domestic,
      'panicked with: "SAMPLE Asha Ramakrishnan"',
    ],
    ['a file of the machine', { [domestic]: `${head}#read("/etc/passwd")` }, {}, domestic, 'file not found'],
    [
      'the pack’s other files',
      { [domestic]: `${head}#read("/country.yaml")` },
      {},
      domestic,
      'file not found',
    ],
    [
      'a package',
      { [domestic]: `${head}#import "\\u{40}preview/cetz:0.3.0"` },
      {},
      domestic,
      'imports a package',
    ],
    [
      'a template that there is not',
      { 'templates/x.typ': 'x' },
      { template: 'templates/y.typ' },
      'templates/y.typ',
      'the design has no such template',
    ],
    [
      'no end',
      { [domestic]: '#for a in range(9000) { for b in range(9000) { for c in range(9000) {} } }' },
      {},
      domestic,
      'took longer than 1.5 s',
    ],
    [
      'all memory',
      { [domestic]: '#let s = "x"\n#for _ in range(40) { s = s + s }' },
      {},
      domestic,
      // Whichever of the two limits the machine meets first.
      /took (?:more than 512 MB|longer than 1.5 s)/,
    ],
  ])('that fails names file and line: %s', async (_, files, query, file, said) => {
    expect((await put('failing', files)).statusCode).toBe(200);
    const answer = await preview('failing', query);
    expect(answer.statusCode).toBe(422);
    const problem = answer.json();
    expect(problem.code).toBe('TEMPLATE_FAILED');
    expect(problem.faults[0].pointer).toBe(`/files/${file.replaceAll('/', '~1')}`);
    expect(problem.faults[0].message).toMatch(said);
    expect((await preview('current')).statusCode).toBe(200);
  });

  test.each([
    ['a package', { 'templates/x.typ': 'x\n#import "@preview/cetz:0.3.0"' }, 422, '/files/templates~1x.typ'],
    ['a path that leads elsewhere', { 'templates/../../x.typ': 'x' }, 422, '/files/templates~1..~1..~1x.typ'],
    ['a hidden file', { 'templates/.x.typ': 'x' }, 422, '/files/templates~1.x.typ'],
    ['an absolute path', { '/templates/x.typ': 'x' }, 422, '/files/~1templates~1x.typ'],
    ['what is no part of a design', { 'country.yaml': 'x: 1' }, 422, '/files/country.yaml'],
    ['a program', { 'templates/x.wasm': 'x' }, 422, '/files/templates~1x.wasm'],
    ['no base64', { 'templates/x.typ': { base64: '#' } }, 400, '/files/templates~1x.typ/base64'],
    ['half of it', { 'templates/x.typ': { base64: 'eHh4eA' } }, 400, '/files/templates~1x.typ/base64'],
    [
      'too much of it',
      { 'fonts/x.ttf': { base64: 'AAAA'.repeat((10 * 2 ** 20) / 3 + 1) } },
      422,
      '/files/fonts~1x.ttf',
    ],
    ['nothing', {}, 400, '/files'],
    ['too much', { 'templates/x.typ': 'x'.repeat(10 * 2 ** 20 + 1) }, 422, '/files/templates~1x.typ'],
  ])('that cannot be one is refused, and nothing is kept: %s', async (_, files, status, pointer) => {
    const answer = await put('refused', files);
    expect([answer.statusCode, answer.json().faults[0].pointer]).toEqual([status, pointer]);
    expect((await preview('refused')).statusCode).toBe(404);
  });

  test('there are no more than fifty', async () => {
    for (const { name } of (await mohar.call('GET', '/admin/templates')).json().drafts) {
      await mohar.call('DELETE', `/admin/templates/${name}`);
    }
    for (let n = 0; n < 50; n += 1)
      expect((await put(`draft-${n}`, { 'templates/x.typ': 'x' })).statusCode).toBe(200);
    expect((await put('draft-50', { 'templates/x.typ': 'x' })).json().code).toBe('TOO_MANY_DRAFTS');
    expect((await put('draft-49', { 'templates/x.typ': 'y' })).statusCode).toBe(200);
  });
});

test.each([
  ['kind', 'passport'],
  ['language', 'tlh'],
  ['paper', 'papyrus'],
  ['format', 'tiff'],
  ['page', '0'],
])('a preview of an unknown %s is refused', async (name, value) => {
  const answer = await preview('current', { [name]: value });
  expect(answer.statusCode).toBe(400);
  expect(answer.json().faults[0].pointer).toContain(name);
});

test('a page that there is not is told', async () => {
  const answer = await preview('current', { format: 'png', page: '7' });
  expect([answer.statusCode, answer.json().detail]).toEqual([422, expect.stringContaining('it has 1 pages')]);
});

test('nobody but a system-admin may', async () => {
  const key = await mohar.keyWith(['api', 'facility-admin', 'facility-staff', 'controller', 'recipient']);
  for (const [method, path] of [
    ['GET', '/admin/templates'],
    ['PUT', '/admin/templates/x'],
    ['DELETE', '/admin/templates/x'],
    ['GET', '/admin/templates/x/preview'],
  ] as const) {
    for (const [authorization, status] of [
      [`Bearer ${key}`, 403],
      ['', 401],
    ] as const) {
      const answer = await mohar.callWith(
        method,
        path,
        { authorization },
        method === 'PUT' ? { files: {} } : undefined,
      );
      expect([path, answer.statusCode]).toEqual([path, status]);
    }
  }
});
