import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningApp, runningApp } from '../running-app.ts';
import { internationalEvent, testEvent, vaccinationEvent } from '../sample-events.ts';

const directory = mkdtempSync(join(tmpdir(), 'mohar-broken-'));
let mohar: RunningApp;
const urls = {
  good: '/certificate/api/certificatePDF/B1',
  broken: '/certificate/api/certificatePDF/B2',
  endless: '/certificate/api/test/certificatePDF/B3',
};

beforeAll(async () => {
  mohar = await runningApp({}, (pack) => {
    cpSync(pack.directories[0], directory, { recursive: true });
    const templates = { international: 'templates/broken.typ', test: 'templates/endless.typ' };
    writeFileSync(
      join(directory, templates.international),
      '#set text(font: "Missing Grotesk")\n#json("/certificate/content.json").beneficiary.name',
    );
    writeFileSync(
      join(directory, templates.test),
      '#for a in range(9000) { for b in range(9000) { for c in range(9000) {} } }',
    );
    return { ...pack, directories: [directory], templates: { ...pack.templates, ...templates } };
  });
  for (const [path, event] of [
    ['/divoc/api/v1/certify', vaccinationEvent('B1')],
    ['/divoc/api/v3/certify', internationalEvent('B2')],
    ['/divoc/api/v1/test/certify', testEvent('B3')],
  ] as const) {
    expect((await mohar.call('POST', path, [event])).statusCode).toBe(200);
  }
});
afterAll(async () => {
  await mohar?.close();
  rmSync(directory, { recursive: true, force: true });
});

const get = (url: string) => mohar.call('GET', url);

test('templates that fail, or have no end, fail alone: the service keeps serving', async () => {
  expect((await get(urls.good)).statusCode).toBe(200);
  for (const url of [urls.broken, urls.endless]) {
    const failing = get(url);
    // While it has not failed yet.
    const live = await mohar.call('GET', '/health/live');
    const [failed, other] = await Promise.all([failing, get(urls.good)]);
    expect([failed.statusCode, failed.json().code]).toEqual([500, 'PRINT_FAILED']);
    expect([live.statusCode, other.statusCode]).toEqual([200, 200]);
  }
  const said = mohar.log.join('\n');
  expect(said).toContain('templates/broken.typ:1:17: there is no font \\"missing grotesk\\"');
  expect(said).toContain('templates/endless.typ: took longer than 1.5 s: does it have an end?');
});
