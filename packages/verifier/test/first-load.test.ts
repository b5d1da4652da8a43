import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isLanguage, languages } from '../src/language/languages.ts';
import { bytesOf, firstLoad } from '../tools/first-load.ts';
import { scriptLimit } from '../tools/script-limit.ts';
import { filesIn } from '../tools/service-worker.ts';
import { buildApp } from './browser/site/build-app.ts';
import { builtApp } from './browser/site/serve-site.ts';

describe.each(Object.keys(languages).filter(isLanguage))('the first load in %s', (language) => {
  let names: string[];

  beforeAll(async () => {
    await buildApp();
    names = filesIn(builtApp);
  });

  it('is at most 250 KB of scripts, gzipped', () => {
    expect(scriptLimit).toBe(250_000);
    expect(bytesOf(firstLoad(builtApp, names, language).scripts)).toBeLessThanOrEqual(scriptLimit);
  });

  it('counts page, worker, decoder and this language, and nothing for PDFs or other formats', () => {
    const { scripts, decoder } = firstLoad(builtApp, names, language);
    const kinds = scripts.map(({ name }) => name.replace(/-[\w-]{8}\.js$/, '')).sort();
    // Verdicts in English are in the page's own script.
    const words = language === 'en' ? ['assets/en'] : [`assets/${language}`, `assets/${language}`];
    expect(kinds).toEqual(
      [
        'assets/curve',
        'assets/curves-without-webcrypto',
        'assets/ed25519',
        // The worker's, and of all that it loads later.
        'assets/errors',
        'assets/index',
        'assets/nist',
        'assets/weierstrass',
        'assets/worker',
        'service-worker.js',
        ...words,
      ].sort(),
    );
    expect(decoder.map(({ name }) => name)).toEqual([expect.stringMatching(/zxing_reader.*\.wasm$/)]);
    for (const { bytes } of [...scripts, ...decoder]) expect(bytes).toBeGreaterThan(100);
  });
});

it('is built for production, whoever builds it: a development build keeps nothing offline', async () => {
  await buildApp();
  const scripts = filesIn(builtApp)
    .filter((name) => /^assets\/index-.*\.js$/.test(name))
    .map((name) => readFileSync(join(builtApp, name), 'utf8'));
  expect(scripts).toHaveLength(1);
  expect(scripts[0]).toContain('service-worker.js');
  expect(scripts[0]).not.toContain('React DevTools');
});
