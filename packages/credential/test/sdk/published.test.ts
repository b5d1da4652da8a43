import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
}, 120_000);
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

  test('is under 100 KB gzipped in a browser, without Node’s modules, and names types for TypeScript', async () => {
    const { outputFiles } = await build({
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
    });
    const size = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0);
    console.info(`verify() for browsers: ${Math.round(size / 1024)} KB gzipped, all chunks`);
    expect(size).toBeLessThan(100 * 1024);
    expect(existsSync(join(published, 'verification.d.ts'))).toBe(true);
  });
});
