/**
 * Guards the direction of imports (docs/architecture.md): each room may import only from the rooms listed for
 * it, and no files import each other in a circle, type imports included. Exit status 1 with every break named.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Room → rooms it may import from, itself always included. A room is a folder; `*` stands for all packages’ npm. */
const allowed: Record<string, readonly string[]> = {
  'packages/credential/src': [],
  'packages/print/src': ['packages/credential/src'],
  'packages/print/src/pdf': [],
  'packages/verifier/src': ['packages/credential/src'],
  'packages/service/src/registry': ['packages/credential/src', 'packages/service/src/take-group.ts'],
  'packages/service/src/database': ['packages/service/src/registry'],
  'packages/service/src/country': [
    'packages/credential/src',
    'packages/print/src/code-point-runs.ts',
    'packages/print/src/font-code-points.ts',
  ],
  'packages/service/src/signing': ['packages/credential/src'],
  'packages/service/src/keys': [
    'packages/credential/src',
    'packages/service/src/country',
    'packages/service/src/issuing',
    'packages/service/src/registry',
    'packages/service/src/signing',
    'packages/service/src/background-loop.ts',
  ],
  'packages/service/src/issuing': [
    'packages/credential/src',
    'packages/print/src',
    'packages/service/src/country',
    'packages/service/src/registry',
    'packages/service/src/signing',
    'packages/service/src/qr-reader.ts',
  ],
  'packages/service/src/exporting': [
    'packages/credential/src',
    'packages/print/src',
    'packages/service/src/country',
    'packages/service/src/issuing',
    'packages/service/src/registry',
  ],
  'packages/service/src/bulk': [
    'packages/credential/src',
    'packages/service/src/country',
    'packages/service/src/issuing',
    'packages/service/src/registry',
    'packages/service/src/background-loop.ts',
  ],
  'packages/service/src/publishing': [
    'packages/credential/src',
    'packages/service/src/country',
    'packages/service/src/issuing',
    'packages/service/src/registry',
    'packages/service/src/signing',
    'packages/service/src/background-loop.ts',
  ],
  'packages/service/src/trust-import': [
    'packages/credential/src',
    'packages/service/src/registry',
    'packages/service/src/signing',
  ],
  'packages/service/src/workers': [
    'packages/service/src/country',
    'packages/service/src/issuing',
    'packages/service/src/take-group.ts',
  ],
  'packages/service/src/designs': [
    'packages/credential/src',
    'packages/print/src',
    'packages/service/src/country',
    'packages/service/src/registry',
  ],
  'packages/service/src/preview': [
    'packages/credential/src',
    'packages/print/src',
    'packages/service/src/country',
    'packages/service/src/exporting',
    'packages/service/src/issuing',
    'packages/service/src/keys',
    'packages/service/src/registry',
    'packages/service/src/signing',
  ],
  'packages/service/src/auth': ['packages/service/src/registry', 'packages/service/src/problem.ts'],
  'packages/service/src/routes': [
    'packages/credential/src',
    'packages/print/src',
    'packages/service/src/auth',
    'packages/service/src/bulk',
    'packages/service/src/country',
    'packages/service/src/designs',
    'packages/service/src/exporting',
    'packages/service/src/issuing',
    'packages/service/src/publishing',
    'packages/service/src/registry',
    'packages/service/src/problem.ts',
    'packages/service/src/services.ts',
  ],
};

/** Node's own modules have no place where code must run in browsers too, but in the Node half of a `#import`. */
const pure = ['packages/credential/src', 'packages/verifier/src'];
/** SQL is written here and nowhere else. */
const sqlRooms = ['packages/service/src/registry', 'packages/service/src/database'];

const files = readdirSync(join(root, 'packages'), { recursive: true, encoding: 'utf8' })
  .map((name) => `packages/${name}`)
  .filter((name) => /^packages\/[^/]+\/src\/.*(?<!\.d)\.tsx?$/.test(name));

const faults: string[] = [];
const graph = new Map<string, string[]>();

for (const file of files) {
  const text = readFileSync(join(root, file), 'utf8');
  const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, specifier]) => specifier as string,
  );
  const room = roomOf(file);
  const local = imports
    .map((specifier) => resolveLocal(file, specifier))
    .filter((path) => path !== undefined);
  graph.set(file, local);
  for (const target of local) {
    if (!room || target.startsWith(`${room}/`)) continue;
    if (!(allowed[room] as string[]).some((place) => target === place || target.startsWith(`${place}/`))) {
      faults.push(`${file} imports ${target}: not allowed from ${room}`);
    }
  }
  if (
    pure.includes(room ?? '') &&
    !file.endsWith('-node.ts') &&
    imports.some((specifier) => specifier.startsWith('node:'))
  ) {
    faults.push(`${file} imports a Node module: ${room} runs in browsers too`);
  }
  const writesSql =
    imports.includes('kysely') &&
    /\bsql(\.raw)?[`<(]|\.(selectFrom|insertInto|updateTable|deleteFrom)\(/.test(text);
  if (writesSql && !sqlRooms.includes(room ?? '') && !file.endsWith('routes/operations.ts')) {
    faults.push(`${file} writes SQL: that belongs into packages/service/src/registry`);
  }
}
for (const file of files) {
  const circle = circleFrom(file, [file]);
  if (circle && circle[0] === [...circle].sort()[0]) faults.push(`circle: ${circle.join(' → ')}`);
}

process.stdout.write(
  faults.length === 0 ? `Imports of ${files.length} files point one way.\n` : `${faults.join('\n')}\n`,
);
process.exitCode = faults.length === 0 ? 0 : 1;

function roomOf(file: string): string | undefined {
  return Object.keys(allowed)
    .filter((room) => file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function resolveLocal(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(file), specifier));
  if (specifier.startsWith('#')) return nodeHalf(file, specifier);
  const match = /^@mohar\/(\w+)\/(?:src\/)?(.+)$/.exec(specifier);
  return match ? `packages/${match[1]}/src/${match[2]}` : undefined;
}

/** What a package's own `imports` gives for Node. */
function nodeHalf(file: string, specifier: string): string | undefined {
  const home = file.split('/').slice(0, 2).join('/');
  const { imports } = JSON.parse(readFileSync(join(root, home, 'package.json'), 'utf8')) as {
    imports: Record<string, { node: string }>;
  };
  return join(home, (imports[specifier] as { node: string }).node);
}

function circleFrom(start: string, path: readonly string[]): readonly string[] | undefined {
  for (const next of graph.get(path.at(-1) as string) ?? []) {
    if (next === start) return path;
    if (path.includes(next) || next < start) continue;
    const found = circleFrom(start, [...path, next]);
    if (found) return found;
  }
  return undefined;
}
