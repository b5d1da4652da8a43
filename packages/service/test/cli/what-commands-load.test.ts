import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../fresh-database.ts';

const root = join(import.meta.dirname, '../../../..');
const directory = mkdtempSync(join(tmpdir(), 'mohar-cli-load-'));
const database = await freshDatabase();
afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Runs a command. @returns what it printed, the packages and the files of this repository that it loaded. */
async function mohar(...args: string[]) {
  const loaded = join(directory, 'loaded');
  const stdout = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [
        '--import',
        join(import.meta.dirname, 'record-modules.ts'),
        join(root, 'packages/service/bin/mohar.js'),
        ...args,
      ],
      {
        env: {
          PATH: process.env.PATH,
          DATABASE_URL: database.url,
          MOHAR_DATA: join(directory, 'data'),
          LOADED_MODULES: loaded,
        },
      },
      (error, out) => (error ? reject(error) : resolve(out)),
    );
  });
  const urls = readFileSync(loaded, 'utf8').split('\n');
  const packages = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
  const files = urls.flatMap((url) => /\/packages\/(\w+\/src\/.*)$/.exec(url)?.[1] ?? []);
  return { stdout, packages: [...new Set(packages)], files };
}

/** Of the HTTP service, of JSON-LD, of printing, of certificates, of reading pictures and PDFs. */
const heavy = [
  'fastify',
  'jsonld',
  '@myriaddreamin/typst-ts-node-compiler',
  'piscina',
  'pkijs',
  'zxing-wasm',
  'pdfjs-dist',
];

describe('a command loads what it needs', () => {
  test.each([[['--help']], [['keys', 'dsc', 'create', '--help']], [['verify', '--help']], [['--version']]])(
    '%j: the descriptions of commands alone',
    async (args) => {
      const { packages, files } = await mohar(...args);
      expect(packages.sort()).toEqual(['@scure/base', 'commander']);
      expect(files.length).toBeLessThan(25);
    },
  );

  test.each([[['keys', 'list']], [['keys', 'dsc', 'list']], [['trust', 'list']], [['api-key', 'list']]])(
    '%j: the registry, and nothing of the service',
    async (args) => {
      const { packages, files } = await mohar(...args);
      expect(packages).toContain('kysely');
      expect(packages.filter((name) => heavy.includes(name))).toEqual([]);
      expect(
        files.filter((name) => /routes\/|exporting\/|workers\/|src\/(app|serve)\.ts/.test(name)),
      ).toEqual([]);
    },
  );
});

test('--version says which it is', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'packages/service/package.json'), 'utf8')) as {
    version: string;
  };
  expect((await mohar('--version')).stdout).toBe(`${version}\n`);
});
