/**
 * Builds the verification SDK for publication: `packages/credential/dist` becomes a package of its own, JavaScript
 * and type declarations, with this package's README. Publish with `npm publish packages/credential/dist`.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const home = join(import.meta.dirname, '..');
const root = join(home, '..', '..');
const out = process.argv[2] ?? join(home, 'dist');

rmSync(out, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [
    join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
    '--project',
    join(home, 'tsconfig.sdk.json'),
    '--outDir',
    out,
  ],
  { stdio: 'inherit' },
);
for (const name of globSync('**/*.json', { cwd: join(home, 'src') })) {
  mkdirSync(dirname(join(out, name)), { recursive: true });
  cpSync(join(home, 'src', name), join(out, name));
}
cpSync(join(home, 'README.md'), join(out, 'README.md'));
cpSync(join(root, 'LICENSE'), join(out, 'LICENSE'));

const source = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
const built = (path: string) => path.replace('./src/', './').replace(/\.ts$/, '.js');
const used = new Set(
  globSync('**/*.js', { cwd: out }).flatMap((name) =>
    [
      ...readFileSync(join(out, name), 'utf8').matchAll(
        /(?:from|import)\s*\(?\s*'((?:@[^/']+\/)?[^./#'][^/']*)/g,
      ),
    ].map(([, specifier]) => specifier as string),
  ),
);
const manifest = {
  name: source.name,
  version: source.version,
  description: 'Verifies digitally signed health certificates, in Node and in browsers, without a network.',
  license: source.license,
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20.10' },
  exports: {
    './verification': { types: './verification.d.ts', default: './verification.js' },
    './verification/words/*': './verification/words/*',
  },
  imports: Object.fromEntries(
    Object.entries(source.imports as Record<string, Record<string, string>>).map(([name, paths]) => [
      name,
      Object.fromEntries(Object.entries(paths).map(([condition, path]) => [condition, built(path)])),
    ]),
  ),
  dependencies: Object.fromEntries(
    Object.entries(source.dependencies as Record<string, string>).filter(([name]) => used.has(name)),
  ),
};
writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
