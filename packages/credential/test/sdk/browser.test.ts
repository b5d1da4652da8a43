import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../../../verifier/test/browser/browser/open-browser.ts';
import { type CryptosuiteName, cryptosuites } from '../../src/proofs/cryptosuites.ts';
import { packDivocPayload } from '../../src/qr/divoc-payload.ts';
import { at, type Kind, publicPemOf, signed, verificationMethod } from '../sample-issuer.ts';
import type { Question } from './in-the-browser.ts';

const profile = mkdtempSync(join(tmpdir(), 'mohar-sdk-browser-'));
const suites = Object.keys(cryptosuites) as CryptosuiteName[];
const kinds: Kind[] = ['domestic', 'international', 'test'];
let context: BrowserContext;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'in-the-browser.ts')],
    bundle: true,
    splitting: true,
    outdir: '/',
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  context = await openBrowser({ profile });
  // Nothing is served by anybody: the page and its scripts come from here.
  await context.route('https://verifier.example/**', (route) => {
    const { pathname } = new URL(route.request().url());
    const script = outputFiles.find(({ path }) => path === pathname);
    if (script) return route.fulfill({ contentType: 'text/javascript', body: script.text });
    const html = '<!doctype html><script type="module" src="/in-the-browser.js"></script>';
    return route.fulfill({ contentType: 'text/html', body: html });
  });
});
afterAll(async () => {
  await context?.close();
  rmSync(profile, { recursive: true, force: true });
});

async function openPage(before?: () => void): Promise<Page> {
  const page = await context.newPage();
  if (before) await page.addInitScript(before);
  await page.goto('https://verifier.example/');
  await page.waitForFunction(() => 'verdictsOf' in globalThis);
  return page;
}

const ask = (page: Page, question: Question): Promise<string[]> =>
  page.evaluate(
    (given) => (globalThis as unknown as { verdictsOf(q: Question): Promise<string[]> }).verdictsOf(given),
    question,
  );

async function questionOf(suite: CryptosuiteName): Promise<Question> {
  const texts = await Promise.all(kinds.map(async (kind) => JSON.stringify(await signed(kind, suite))));
  const changed = texts.map((text) => text.replace(/"(name|fullName)":"/, '$&X'));
  return {
    scanned: [...texts, ...changed].map((text) =>
      Buffer.from(packDivocPayload(text, 'bytes')).toString('base64'),
    ),
    trust: [{ issuerName: 'Test issuer', verificationMethod, publicKey: publicPemOf(suite) }],
    at,
  };
}
const expected = [...kinds.map(() => 'valid'), ...kinds.map(() => 'tampered')];

test.each(suites)('%s in a browser, on WebCrypto', async (suite) => {
  const page = await openPage();
  expect(await ask(page, await questionOf(suite))).toEqual(expected);
  await page.close();
});

test.each(['Ed25519Signature2018', 'ecdsa-rdfc-2019'] as const)(
  '%s where the browser lacks the algorithm, as older phones do',
  async (suite) => {
    const page = await openPage(() => {
      SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'));
    });
    expect(await ask(page, await questionOf(suite))).toEqual(expected);
    await page.close();
  },
);
