import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import en from '../../src/words/en.json' with { type: 'json' };
import { offlineFiles } from '../../tools/offline-files.ts';
import { filesIn } from '../../tools/service-worker.ts';
import { openBrowser } from './browser/open-browser.ts';
import { makeScenarios, type Scenario } from './certificates/scenarios.ts';
import { filmPaper } from './paper/camera-video.ts';
import { printCode } from './paper/print-code.ts';
import { buildApp } from './site/build-app.ts';
import { publishedData } from './site/published-data.ts';
import { builtApp, type Site, serveSite } from './site/serve-site.ts';

const directory = mkdtempSync(join(tmpdir(), 'mohar-camera-'));
const profile = join(directory, 'profile');
const scenarios = await makeScenarios();
/** All of our own, and a code of each kind of other ones. */
const filmed = [
  ...scenarios.all,
  ...scenarios.documents.filter(({ name }) =>
    ['compact', 'EU vaccination', 'EU tampered', 'SMART Health Card', 'VDS-NC'].includes(name),
  ),
];
const videoOf = ({ name }: Scenario) => join(directory, `${name.replaceAll(/\W/g, '-')}.mjpeg`);
/** Milliseconds from the start of the camera to the verdict, by scenario. */
const times = new Map<string, number[]>();
let site: Site;
let port: number;

beforeAll(async () => {
  await buildApp();
  for (const scenario of filmed) {
    const camera = scenario.name === 'dense' ? { width: 1920, height: 1080 } : { width: 1280, height: 720 };
    filmPaper(videoOf(scenario), printCode(scenario.code), camera);
  }
  site = await serveSite(await publishedData(scenarios));
  port = Number(new URL(site.url).port);
});
afterAll(async () => {
  await site?.close();
  rmSync(directory, { recursive: true, force: true });
  const lines = [...times].map(([name, found]) => `  ${name}: ${found.map(Math.round).join(', ')} ms`);
  console.info(`From the camera's start to the verdict (with a network, without):\n${lines.join('\n')}`);
});

/** Opens the app with a camera that sees a scenario's paper, in the profile that all share. */
async function withCamera<Result>(
  scenario: Scenario,
  use: (page: Page, context: BrowserContext) => Promise<Result>,
) {
  const context = await openBrowser({ profile, cameraVideo: videoOf(scenario), camera: 'granted' });
  try {
    return await use(context.pages()[0] ?? (await context.newPage()), context);
  } finally {
    await context.close();
  }
}

/** Waits for the verdict; the app starts scanning by itself, since it may use the camera. */
async function seeVerdict(page: Page, scenario: Scenario): Promise<void> {
  await page
    .waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2, undefined, {
      timeout: 20_000,
    })
    .catch(() => {});
  const began = Date.now();
  const shown = page.locator('[data-verdict]');
  await shown.waitFor({ timeout: 120_000 });
  times.set(scenario.name, [...(times.get(scenario.name) ?? []), Date.now() - began]);
  expect([await shown.getAttribute('data-verdict'), await shown.getAttribute('data-status')]).toEqual([
    scenario.verdict,
    scenario.status,
  ]);
  const text = await page.locator('main').innerText();
  if (scenario.holder) expect(text).toContain(scenario.holder);
  else expect(text).not.toMatch(/Tampered|Stranger|Honest|Tara/);
  for (const shown of scenario.shows ?? []) expect(text).toContain(shown);
}

describe('a printed code before the camera of a real browser', () => {
  test.each(filmed.map((scenario) => [scenario.name, scenario] as const))(
    '%s, and no request says what was seen',
    async (_, scenario) => {
      await withCamera(scenario, async (page, context) => {
        const requests: string[] = [];
        context.on('request', (request) => requests.push(`${request.url()} ${request.postData() ?? ''}`));
        await page.goto(site.url);
        await seeVerdict(page, scenario);
        await page
          .locator('details summary')
          .first()
          .click({ timeout: 2_000 })
          .catch(() => {});
        requests.push(...site.takeRequests());
        expectNothingOf(scenario, requests.join('\n'));
        await expectNothingKept(page, scenario);
      });
    },
  );

  test('all again in airplane mode, each from a cold start', async () => {
    // What the app keeps for later is fetched when there is nothing else to do.
    await withCamera(scenarios.all[0] as Scenario, async (page) => {
      await page.goto(site.url);
      await seeAllKept(page);
    });
    await site.close();
    for (const scenario of filmed) {
      await withCamera(scenario, async (page, context) => {
        await context.setOffline(true);
        await page.goto(site.url);
        await seeVerdict(page, scenario);
        await expectNothingKept(page, scenario);
      });
    }
    site = await serveSite(await publishedData(scenarios), {}, port);
  });
});

describe('before the readers of other formats are on the device', () => {
  test('they come by themselves after the first visit, with nobody touching anything', async () => {
    const fresh = join(directory, 'fresh');
    const context = await openBrowser({ profile: fresh });
    try {
      const page = await context.newPage();
      await page.goto(site.url);
      const began = Date.now();
      await seeAllKept(page);
      console.info(`From the first page to all kept: ${Date.now() - began} ms`);
    } finally {
      await context.close();
    }
  });

  test.each(['EU vaccination', 'compact', 'VDS-NC'])(
    '%s without a network: it says what is missing, and nothing of the certificate',
    async (wanted) => {
      const scenario = filmed.find(({ name }) => name === wanted) as Scenario;
      const profile = join(directory, `unkept-${wanted}`.replaceAll(' ', '-'));
      const context = await openBrowser({ profile, cameraVideo: videoOf(scenario), camera: 'granted' });
      site.withhold(/assets\/document-/);
      try {
        const page = context.pages()[0] ?? (await context.newPage());
        const missing = page.getByRole('alert').getByText(en.faults.engine['not-here-yet']);
        const scan = page.getByRole('button', { name: en.actions.scan, exact: true });
        await page.goto(site.url);
        await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
        await missing.waitFor({ timeout: 120_000 });
        await seeSignersKept(page);
        await context.setOffline(true);
        await page.goto(site.url);
        await missing.waitFor({ timeout: 120_000 });
        await scan.click();
        await missing.waitFor({ state: 'detached' });
        await missing.waitFor({ timeout: 120_000 });
        expect(await page.locator('[data-verdict]').count()).toBe(0);
        site.withhold(undefined);
        await context.setOffline(false);
        await scan.click();
        await seeVerdict(page, scenario);
      } finally {
        site.withhold(undefined);
        await context.close();
      }
    },
  );
});

/** Waits until the other countries' signers are kept, the last of the lists that are fetched. */
const seeSignersKept = (page: Page) =>
  page.waitForFunction(
    async () => (await caches.match(new URL('kept/document-trust-list.jws', document.baseURI))) !== undefined,
    undefined,
    { timeout: 60_000, polling: 200 },
  );

/** Waits until every file of the build is kept that can be kept. Nothing is pressed. */
async function seeAllKept(page: Page): Promise<void> {
  const later = offlineFiles(filesIn(builtApp).filter((name) => !/\.(gz|br)$/.test(name))).later;
  expect(later.filter((name) => name.startsWith('assets/document-')).length).toBeGreaterThan(5);
  await page.waitForFunction(
    async (files) => {
      const kept = await Promise.all(files.map((file) => caches.match(new URL(file, document.baseURI))));
      return kept.every((file) => file !== undefined);
    },
    later,
    { timeout: 60_000, polling: 200 },
  );
}

/** Pieces of a certificate that would give it away. */
function piecesOf({ payload, holder }: Scenario): string[] {
  const base64 = Buffer.from(payload).toString('base64');
  return [holder ?? 'Tampered', base64.slice(40, 60), encodeURIComponent(holder ?? 'Tampered')];
}

function expectNothingOf(scenario: Scenario, sent: string): void {
  for (const piece of piecesOf(scenario)) expect(sent).not.toContain(piece);
  for (const id of scenarios.issuedIds) expect(sent).not.toContain(id);
  expect(sent).not.toMatch(/shop\.example/);
}

/** Nothing that the browser keeps for the app, and nothing in its addresses, is of the scanned person. */
async function expectNothingKept(page: Page, scenario: Scenario): Promise<void> {
  const kept = await page.evaluate(async () => {
    const found = [location.href, document.title, document.cookie, JSON.stringify(history.state)];
    for (const storage of [localStorage, sessionStorage]) found.push(JSON.stringify({ ...storage }));
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        found.push(request.url);
        if (request.url.includes('/kept/')) found.push((await (await cache.match(request))?.text()) ?? '');
      }
    }
    found.push(JSON.stringify(await indexedDB.databases()));
    return found.join('\n');
  });
  expectNothingOf(scenario, kept);
}
