import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packDivocPayload } from '../../src/qr/divoc-payload.ts';
import { startFilter } from '../../src/status/filter/build-filter.ts';
import { encodeDelta } from '../../src/status/filter/delta.ts';
import { encodeFilter } from '../../src/status/filter/filter-encoding.ts';
import { statusDeltaType, statusFilterType, writeStatusFile } from '../../src/status/published-filter.ts';
import { writeTrustList } from '../../src/trust/signed-trust-list.ts';
import { profile, publicPemOf, signed, signerFor } from '../sample-issuer.ts';

const home = join(import.meta.dirname, '../..');
/** Inside of the repository, so that the package finds its dependencies; its own name leads to itself. */
const published = join(home, 'dist-of-test');
const times = { publishedAt: '2026-01-01T00:00:00Z', nextPublicationAt: '2099-01-01T00:00:00Z' };

beforeAll(async () => {
  execFileSync(process.execPath, [join(home, 'tools/build-sdk.ts'), published]);
  const suite = 'Ed25519Signature2018';
  const signer = signerFor(suite);
  const issuer = profile.issuer;
  const files: Record<string, string | Uint8Array> = {
    'trust-list.jws': await writeTrustList(
      {
        ...times,
        issuers: [
          {
            id: issuer,
            name: { en: 'Ministry of Health' },
            keys: [{ verificationMethod: signer.verificationMethod, publicKey: publicPemOf(suite) }],
          },
        ],
      },
      signer,
    ),
    'status-filter': await writeStatusFile(
      statusFilterType,
      { issuer, serial: 1, ...times, issuedUntil: '2099-01-01T00:00:00Z', issued: 1, revoked: 0 },
      encodeFilter(startFilter({ salt: new Uint8Array(16), issued: 1, revoked: [] }).finish()),
      signer,
    ),
    'status-delta': await writeStatusFile(
      statusDeltaType,
      { issuer, filterSerial: 1, ...times },
      encodeDelta([], new Uint8Array(16)),
      signer,
    ),
    'scanned.bin': packDivocPayload(JSON.stringify(await signed('domestic', suite)), 'bytes'),
  };
  mkdirSync(join(published, 'example'));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(published, 'example', name), content);
  const [, example = ''] = /```js\n([\s\S]+?)```/.exec(readFileSync(join(home, 'README.md'), 'utf8')) ?? [];
  expect(example.split('\n').length).toBeLessThanOrEqual(22);
  writeFileSync(join(published, 'example', 'example.mjs'), example);
});
afterAll(() => rmSync(published, { recursive: true, force: true }));

describe('the published SDK', () => {
  const nodes = [process.execPath, '/usr/bin/node', '/usr/local/bin/node'].filter((path) => existsSync(path));
  test.each(nodes)('the example of its README runs with %s', (node) => {
    const { stdout, stderr, status } = spawnSync(node, ['example.mjs'], {
      cwd: join(published, 'example'),
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    expect(stdout.trim().split('\n').slice(0, 3)).toEqual(['valid', 'checked', 'Genuine certificate']);
    expect(stdout).toMatch(/\d of \d/);
  });

  test.each(nodes)('reads other countries’ formats with %s', (node) => {
    const vectors = join(home, '../../test-vectors');
    const read = (name: string) => readFileSync(join(vectors, name), 'utf8').trim();
    const scans = [
      read('gdhcn-validator/EUItalyAcceptanceQRContents.txt'),
      read('gdhcn-validator/WHOQR1Contents.txt'),
      read('gdhcn-validator/DVCTestQR.txt'),
      read('gdhcn-validator/SHCQR1Contents.txt'),
      read('gdhcn-validator/ICAOAUQR1Contents.txt'),
      readFileSync(join(home, '../../docs/verifiers/compact-example/code.txt'), 'utf8').trim(),
    ];
    writeFileSync(join(published, 'example', 'scans.json'), JSON.stringify(scans));
    writeFileSync(
      join(published, 'example', 'formats.mjs'),
      `import { readFileSync } from 'node:fs';
import { verify } from '@mohar/credential/verification';
for (const scan of JSON.parse(readFileSync('scans.json', 'utf8'))) {
  const { format, verdict } = await verify(scan, { trust: [], at: Date.now() });
  console.log(format, verdict);
}`,
    );
    const { stdout, stderr } = spawnSync(node, ['formats.mjs'], {
      cwd: join(published, 'example'),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toEqual(
      ['eu-dcc', 'who-ddcc', 'icvp', 'shc', 'vds-nc', 'w3c-vc2'].map(
        (format) => `${format} untrusted-issuer`,
      ),
    );
  });

  test('loads under 100 KB gzipped in a browser, other formats when they come, none of Node’s modules; and names types for TypeScript', async () => {
    const { outputFiles, metafile } = await build({
      stdin: {
        contents: "export { verify } from '@mohar/credential/verification';",
        resolveDir: join(published, 'example'),
      },
      bundle: true,
      minify: true,
      splitting: true,
      outdir: 'out',
      format: 'esm',
      platform: 'browser',
      write: false,
      metafile: true,
    });
    const sizes = new Map(
      outputFiles.map(({ path, contents }) => [basename(path), gzipSync(contents).length]),
    );
    const chunks = Object.entries(metafile.outputs).map(([path, { imports }]) => ({
      name: basename(path),
      needs: imports.filter(({ kind }) => kind === 'import-statement').map((one) => basename(one.path)),
    }));
    const loaded = new Set<string>();
    const load = (name: string) => {
      if (loaded.has(name)) return;
      loaded.add(name);
      for (const needed of chunks.find((chunk) => chunk.name === name)?.needs ?? []) load(needed);
    };
    load('stdin.js');
    const sum = (names: Iterable<string>) =>
      [...names].reduce((total, name) => total + (sizes.get(name) as number), 0);
    console.info(
      `verify() for browsers: ${Math.round(sum(loaded) / 1024)} KB gzipped, ${Math.round(sum(sizes.keys()) / 1024)} KB with all formats`,
    );
    expect(sum(loaded)).toBeGreaterThan(20 * 1024);
    expect(sum(loaded)).toBeLessThan(100 * 1024);
    expect(sum(sizes.keys())).toBeLessThan(200 * 1024);
    expect(existsSync(join(published, 'verification.d.ts'))).toBe(true);
  });
});
