import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { qrPng } from '@mohar/credential/qr/png.ts';
import verdictsAr from '@mohar/credential/verification/words/ar.json' with { type: 'json' };
import verdictsEn from '@mohar/credential/verification/words/en.json' with { type: 'json' };
import verdictsFr from '@mohar/credential/verification/words/fr.json' with { type: 'json' };
import verdictsHi from '@mohar/credential/verification/words/hi.json' with { type: 'json' };
import verdictsSi from '@mohar/credential/verification/words/si.json' with { type: 'json' };
import { createCanvas } from '@napi-rs/canvas';
import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import ar from '../../src/words/ar.json' with { type: 'json' };
import en from '../../src/words/en.json' with { type: 'json' };
import { accessibilityFaults } from './accessibility/axe.ts';
import { openBrowser } from './browser/open-browser.ts';
import { sampleIssuer } from './certificates/issuers.ts';
import { makeScenarios, type Scenario } from './certificates/scenarios.ts';
import { filmPaper } from './paper/camera-video.ts';
import { picturePdf } from './paper/picture-pdf.ts';
import { printCode } from './paper/print-code.ts';
import { buildApp } from './site/build-app.ts';
import { publishedData, signedTrustList } from './site/published-data.ts';
import { type Site, serveSite } from './site/serve-site.ts';

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;
/** A folder where every screen is saved, for people to look at. */
const screenshots = process.env.MOHAR_SCREENSHOTS;

const directory = mkdtempSync(join(tmpdir(), 'mohar-screens-'));
const scenarios = await makeScenarios();
const valid = scenarios.all[0] as Scenario;
let context: BrowserContext;
/** The camera is refused to one, allowed to the other: hosts are told apart by their ports. */
let site: Site;
let cameraSite: Site;

beforeAll(async () => {
  await buildApp();
  if (screenshots) mkdirSync(screenshots, { recursive: true });
  const emptyTable = join(directory, 'empty-table.mjpeg');
  filmPaper(emptyTable, undefined, { width: 640, height: 480 });
  site = await serveSite(await publishedData(scenarios));
  cameraSite = await serveSite(await publishedData(scenarios));
  context = await openBrowser({
    profile: join(directory, 'profile'),
    cameraVideo: emptyTable,
    camera: 'refused',
  });
  await context.grantPermissions(['camera'], { origin: new URL(cameraSite.url).origin });
});
afterAll(async () => {
  await context?.close();
  await Promise.all([site?.close(), cameraSite?.close()]);
  rmSync(directory, { recursive: true, force: true });
});

/** Opens the app in English, with the trust list and the revocations it has fetched. */
async function withApp(use: (page: Page) => Promise<void>, url = site.url): Promise<void> {
  const page = await context.newPage();
  try {
    // Colours are only judged where nothing is fading in.
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
    await page.goto(url);
    await speak(page, 'en');
    await page.getByText(en.trust.done).waitFor();
    await use(page);
  } finally {
    await page.close();
  }
}

async function speak(page: Page, language: string): Promise<void> {
  await page.locator('header select').selectOption(language);
  await page.locator(`html[lang="${language}"]`).waitFor();
}

const pngOf = ({ code }: Scenario) => ({
  name: 'code.png',
  mimeType: 'image/png',
  buffer: Buffer.from(qrPng(code)),
});

const upload = (
  page: Page | FrameLocator,
  file: { name: string; mimeType: string; buffer: Buffer },
): Promise<void> => page.locator('input[type="file"]').setInputFiles(file);

const press = (page: Page | FrameLocator, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

async function paste(page: Page, text: string): Promise<void> {
  await press(page, en.actions.paste);
  await page.getByRole('dialog').getByRole('textbox').fill(text);
  await press(page, en.actions.verify);
}

async function expectVerdict(page: Page | FrameLocator, scenario: Scenario): Promise<void> {
  const shown = page.locator('[data-verdict]');
  await shown.waitFor();
  expect([await shown.getAttribute('data-verdict'), await shown.getAttribute('data-status')]).toEqual([
    scenario.verdict,
    scenario.status,
  ]);
  const text = await page.locator('main').innerText();
  if (scenario.holder) expect(text).toContain(scenario.holder);
  else expect(text).not.toMatch(/Tampered|Stranger|Honest|Tara/);
  for (const shown of scenario.shows ?? []) expect(text).toContain(shown);
}

/**
 * Looks at a screen in English and Arabic, on a phone and on a desktop, and, where asked for, in the dark: whether axe
 * finds fault with it, and whether it must be scrolled sideways. Leaves it as it was.
 */
async function examine(page: Page, screen: string, schemes: readonly ('light' | 'dark')[] = ['light']) {
  for (const language of ['en', 'ar']) {
    await setLanguage(page, language);
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme });
        const name = [screen, language, size, ...(colorScheme === 'dark' ? ['dark'] : [])].join('-');
        if (screenshots)
          await page.screenshot({
            path: join(screenshots, `${name}.png`),
            fullPage: true,
            animations: 'disabled',
          });
        expect.soft(await accessibilityFaults(page), name).toEqual([]);
        const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
        expect.soft(await page.evaluate(sideways), `${name} is as wide as the screen`).toBe(0);
      }
      await page.emulateMedia({ colorScheme: 'light' });
    }
  }
  await setLanguage(page, 'en');
  await page.setViewportSize(sizes.phone);
}

/** Through a dialog too, behind which the choice of language cannot be reached by hand. */
async function setLanguage(page: Page, language: string): Promise<void> {
  await page.locator('header select').evaluate((element, value) => {
    const select = element as HTMLSelectElement;
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  }, language);
  await page.locator(`html[lang="${language}"]`).waitFor();
}

const fileNamed = (screen: string) => screen.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

test('says what the country says otherwise, in the language that it says it in', async () => {
  const data = await publishedData(scenarios);
  const country = JSON.parse(String(data.get('country.json')));
  const words = {
    en: { 'start.heading': 'Genuine, says Atlantis?', 'verdicts.valid.headline': 'As issued' },
  };
  const own = await serveSite(new Map([...data, ['country.json', JSON.stringify({ ...country, words })]]));
  await withApp(async (page) => {
    expect(await page.locator('h1').innerText()).toBe('Genuine, says Atlantis?');
    await speak(page, 'ar');
    expect(await page.locator('h1').innerText()).toBe(ar.start.heading);
    await speak(page, 'en');
    await upload(page, pngOf(valid));
    await expectVerdict(page, valid);
    expect(await page.locator('main').innerText()).toContain('As issued');
  }, own.url);
  await own.close();
});

describe('every screen is for everybody, in English and Arabic, on phones and desktops', () => {
  test('start, paste', () =>
    withApp(async (page) => {
      await examine(page, 'start', ['light', 'dark']);
      await press(page, en.actions.paste);
      await examine(page, 'paste');
      await press(page, en.actions.verify);
      await page.getByText(en.paste.empty).waitFor();
      await examine(page, 'paste-empty');
    }));

  test('camera refused: says what to do', () =>
    withApp(async (page) => {
      await press(page, en.actions.scan);
      await page.getByRole('alert').getByText(en.faults.camera.denied).waitFor();
      await examine(page, 'camera-refused', ['light', 'dark']);
    }));

  test('scanning, with guidance where nothing is found for a while', () =>
    withApp(async (page) => {
      await page.getByText(en.guidance.aim).waitFor();
      await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
      await examine(page, 'scanning');
      await page.getByText(en.guidance['hold-steady']).waitFor({ timeout: 120_000 });
    }, cameraSite.url));

  test.each([...scenarios.all, ...scenarios.documents].map((scenario) => [scenario.name, scenario] as const))(
    'the verdict: %s',
    (name, scenario) =>
      withApp(async (page) => {
        await upload(page, pngOf(scenario));
        await expectVerdict(page, scenario);
        const inTheDark = ['valid', 'revoked', 'expired', 'unreadable'].includes(scenario.verdict);
        await examine(page, `verdict-${fileNamed(name)}`, inTheDark ? ['light', 'dark'] : ['light']);
      }),
  );

  test('details', () =>
    withApp(async (page) => {
      await upload(page, pngOf(valid));
      for (const details of [en.details.checks, en.details.fields]) await page.getByText(details).click();
      await examine(page, 'details', ['light', 'dark']);
    }));

  test.each(
    scenarios.documents
      .filter(({ verdict }) => verdict === 'valid')
      .map((scenario) => [scenario.name, scenario] as const),
  )('details: %s, pasted', (name, scenario) =>
    withApp(async (page) => {
      await paste(page, new TextDecoder().decode(scenario.payload));
      await expectVerdict(page, scenario);
      for (const details of [en.details.checks, en.details.fields]) await page.getByText(details).click();
      await examine(page, `details-${fileNamed(name)}`);
    }),
  );

  test('about and issuers', () =>
    withApp(async (page) => {
      await press(page, en.actions.about);
      await page.getByRole('heading', { name: 'Ministry of Health' }).waitFor();
      await page.getByText(en.about.pem).first().click();
      await examine(page, 'about', ['light', 'dark']);
    }));
});

describe('without a camera', () => {
  test('a PDF', () =>
    withApp(async (page) => {
      const buffer = picturePdf(printCode(valid.code));
      await upload(page, { name: 'certificate.pdf', mimeType: 'application/pdf', buffer });
      await expectVerdict(page, valid);
    }));

  test('files with nothing to find in them', () =>
    withApp(async (page) => {
      const blank = createCanvas(400, 300).toBuffer('image/png');
      const files = [
        {
          file: { name: 'letter.docx', mimeType: '', buffer: Buffer.from('PK not a picture') },
          says: 'not-readable',
        },
        {
          file: { name: 'torn.pdf', mimeType: '', buffer: Buffer.from('%PDF-1.7\nand no more') },
          says: 'not-readable',
        },
        { file: { name: 'blank.png', mimeType: 'image/png', buffer: blank }, says: 'no-code' },
      ] as const;
      for (const { file, says } of files) {
        await upload(page, file);
        await page.getByRole('alert').getByText(en.faults.file[says]).waitFor();
      }
      await upload(page, pngOf(valid));
      await expectVerdict(page, valid);
    }));

  test('a pasted certificate, and other text', () =>
    withApp(async (page) => {
      await paste(page, unpackDivocPayload(valid.payload));
      await expectVerdict(page, valid);
      await paste(page, 'Lorem ipsum dolor sit amet');
      await page.locator('[data-verdict="unreadable"]').waitFor();
      expect(await page.content()).not.toContain(valid.holder);
      await press(page, en.actions.paste);
      expect(await page.getByRole('dialog').getByRole('textbox').inputValue()).toBe('');
    }));
});

test('every language says the verdict in its own words, and Arabic from right to left', () =>
  withApp(async (page) => {
    await upload(page, pngOf(valid));
    await expectVerdict(page, valid);
    const words = { fr: verdictsFr, ar: verdictsAr, hi: verdictsHi, si: verdictsSi, en: verdictsEn };
    for (const [language, { verdicts }] of Object.entries(words)) {
      await speak(page, language);
      await page.getByRole('heading', { level: 1, name: verdicts.valid.headline, exact: true }).waitFor();
      expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
    }
    await speak(page, 'ar');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: ar.start.heading }).waitFor();
  }));

test('“Scan another” leaves nothing of the result, nor does the way back and forth', () =>
  withApp(async (page) => {
    const expectNothing = async () => {
      await page.locator('[data-verdict]').waitFor({ state: 'detached' });
      expect(await page.content()).not.toContain(valid.holder);
    };
    await upload(page, pngOf(valid));
    await expectVerdict(page, valid);
    await press(page, en.actions.scanAnother);
    await page.locator('video').waitFor();
    await expectNothing();
    await upload(page, pngOf(valid));
    await expectVerdict(page, valid);
    await page.goBack();
    await expectNothing();
    await page.goForward();
    await expectNothing();
  }, cameraSite.url));

test('embedded in a page of another site', async () => {
  // A host of its own: what was chosen on another must not come in.
  const host = await serveSite(await publishedData(scenarios));
  const embed = new URL('embed.js', host.url).href;
  const pages = {
    '/clinic.html': `<!doctype html><html lang="fr"><title>Clinic</title><div data-mohar-verifier data-lang="en"></div><script src="${embed}" async></script></html>`,
  };
  const clinic = await serveSite(new Map(), pages);
  const page = await context.newPage();
  try {
    // Another name of the host makes it another site, not only another origin.
    await page.goto(`http://127.0.0.1:${new URL(clinic.url).port}/clinic.html`);
    const frame = page.frameLocator('iframe');
    await frame.getByText(en.trust.done).waitFor();
    await upload(frame, pngOf(valid));
    await expectVerdict(frame, valid);
    expect(await page.evaluate(() => history.state)).toBeNull();
  } finally {
    await page.close();
    await Promise.all([clinic.close(), host.close()]);
  }
});

test('a trust list signed by a stranger is refused, whatever name it bears', async () => {
  const data = await publishedData(scenarios);
  const ownList = data.get('trust-list.jws') as string;
  const ownSite = await serveSite(data);
  const later = `${new Date(Date.now() + 60_000).toISOString().slice(0, 19)}Z`;
  try {
    await withApp(async (page) => {
      for (const id of ['did:web:stranger.example', scenarios.own.issuer.id]) {
        data.set('trust-list.jws', await signedTrustList(sampleIssuer(id, 'Ministry of Strangers'), later));
        await press(page, en.actions.refresh);
        await page.getByText(en.trust.refused).waitFor();
        await upload(page, pngOf(valid));
        await expectVerdict(page, valid);
        await press(page, en.actions.about);
        await page.getByRole('heading', { name: 'Ministry of Health' }).waitFor();
        expect(await page.getByText('Ministry of Strangers').count()).toBe(0);
        await press(page, en.actions.back);
        data.set('trust-list.jws', ownList);
        await press(page, en.actions.refresh);
        await page.getByText(en.trust.done).waitFor();
      }
    }, ownSite.url);
  } finally {
    await ownSite.close();
  }
});
