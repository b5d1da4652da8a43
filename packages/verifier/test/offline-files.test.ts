import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../src/language/languages.ts';
import { offlineFiles } from '../tools/offline-files.ts';
import { filesIn } from '../tools/service-worker.ts';
import { buildApp } from './browser/site/build-app.ts';
import { builtApp } from './browser/site/serve-site.ts';

const scope = 'https://health.example/verify/';

/** Caches of files by URL, as much of the Cache API as the service worker uses. */
class MemoryCaches {
  readonly all = new Map<string, Map<string, Response>>();
  async open(name: string) {
    const files = this.all.get(name) ?? new Map<string, Response>();
    this.all.set(name, files);
    return {
      match: async (url: string) => files.get(url)?.clone(),
      put: async (url: string, response: Response) => void files.set(url, response),
    };
  }
  keys = async () => [...this.all.keys()];
  delete = async (name: string) => this.all.delete(name);
}

type Listener = (event: { waitUntil(work: Promise<unknown>): void; data?: unknown }) => void;

/** Runs the built service worker: what it fetches at its installation, and what after `keep-later`. */
async function runServiceWorker(caches: MemoryCaches, answer: (file: string) => Response) {
  const listeners = new Map<string, Listener>();
  const scopeOfWorker = {
    registration: { scope },
    clients: { claim: async () => {} },
    caches,
    URL,
    Response,
    fetch: async (url: string) => answer(url.slice(scope.length) || 'index.html'),
    addEventListener: (type: string, listener: Listener) => listeners.set(type, listener),
  };
  runInNewContext(readFileSync(join(builtApp, 'service-worker.js'), 'utf8'), scopeOfWorker);
  return async (type: string, data?: unknown) => {
    const works: Promise<unknown>[] = [];
    listeners.get(type)?.({ data, waitUntil: (work) => works.push(work) });
    await Promise.all(works);
  };
}

const keptIn = (caches: MemoryCaches, family: string) =>
  [...caches.all]
    .filter(([name]) => name.startsWith(family))
    .flatMap(([, files]) => [...files.keys()].map((url) => url.slice(scope.length)))
    .sort();

describe('the built service worker', () => {
  let built: string[];

  beforeAll(async () => {
    await buildApp();
    // Compressed copies are for hosts.
    built = filesIn(builtApp).filter((name) => !/\.(gz|br)$/.test(name));
  });

  it('keeps all that scanning needs before it counts as installed', async () => {
    const caches = new MemoryCaches();
    const tell = await runServiceWorker(caches, () => new Response('file'));
    await tell('install');
    const kept = keptIn(caches, 'mohar-app');
    const has = (pattern: RegExp) => kept.filter((name) => pattern.test(name)).length;
    expect(kept).toContain('index.html');
    expect(has(/^assets\/index-.*\.js$/)).toBe(1);
    expect(has(/^assets\/worker-.*\.js$/)).toBe(1);
    expect(has(/^assets\/zxing_reader-.*\.wasm$/)).toBe(1);
    expect(has(/^assets\/index-.*\.css$/)).toBe(1);
    // Where a browser's WebCrypto lacks a curve.
    expect(has(/^assets\/(ed25519|nist)-.*\.js$/)).toBe(2);
    for (const language of Object.keys(languages)) {
      expect([language, has(new RegExp(`^assets/${language}-.*\\.js$`))]).toEqual([
        language,
        // English verdicts are in the app itself.
        language === 'en' ? 1 : 2,
      ]);
      expect(kept).toContain(`manifest.${language}.webmanifest`);
    }
    expect(kept.filter((name) => name.includes('pdf'))).toEqual([]);
    expect(keptIn(caches, 'mohar-looks')).toEqual(['data/country.json', 'data/logo.svg']);
  });

  it('keeps the rest when it is told to; then every file of the build is there but the one for other sites', async () => {
    const caches = new MemoryCaches();
    const tell = await runServiceWorker(caches, () => new Response('file'));
    await tell('install');
    await tell('message', 'keep-later');
    expect(keptIn(caches, 'mohar-app')).toEqual(built.filter((name) => name !== 'embed.js'));
  });

  it('is not installed where one file is missing', async () => {
    const wasm = built.find((name) => name.endsWith('.wasm'));
    const tell = await runServiceWorker(new MemoryCaches(), (file) =>
      file === wasm ? new Response(null, { status: 404 }) : new Response('file'),
    );
    await expect(tell('install')).rejects.toThrow(`${wasm}: the host answered 404.`);
  });

  it('is installed without a country’s looks; a host’s own page is not taken for them', async () => {
    const caches = new MemoryCaches();
    const page = () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } });
    const tell = await runServiceWorker(caches, (file) =>
      file.startsWith('data/') ? page() : new Response('file'),
    );
    await tell('install');
    expect(keptIn(caches, 'mohar-looks')).toEqual([]);
  });

  it('clears away former builds of its own folder, and nothing else', async () => {
    const caches = new MemoryCaches();
    const others = [
      `mohar-trust-data ${scope}`,
      `mohar-looks ${scope}`,
      'mohar-app https://health.example/ 1',
      'theirs',
    ];
    for (const name of [`mohar-app ${scope} 0000000000000000`, ...others]) await caches.open(name);
    const tell = await runServiceWorker(caches, () => new Response('file'));
    await tell('install');
    await tell('activate');
    const left = await caches.keys();
    expect(left).toEqual(expect.arrayContaining(others));
    expect(left.filter((name) => name.startsWith(`mohar-app ${scope}`))).toHaveLength(1);
    expect(left).not.toContain(`mohar-app ${scope} 0000000000000000`);
  });
});

describe('files of a build', () => {
  it('are sorted into those for scanning, those for PDFs and other formats, and those for other sites', () => {
    expect(
      offlineFiles([
        'assets/index-1.js',
        'assets/index-1.js.map',
        'assets/document-5.js',
        'assets/pdf-2.js',
        'assets/pdf-worker-3.js',
        'assets/read-pdf-4.js',
        'embed.js',
        'index.html',
        'pdf/jbig2.wasm',
      ]),
    ).toEqual({
      shell: ['assets/index-1.js', 'index.html'],
      later: [
        'assets/document-5.js',
        'assets/pdf-2.js',
        'assets/pdf-worker-3.js',
        'assets/read-pdf-4.js',
        'pdf/jbig2.wasm',
      ],
    });
  });
});
