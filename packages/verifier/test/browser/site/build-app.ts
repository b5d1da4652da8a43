import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { builtApp } from './serve-site.ts';

const home = join(import.meta.dirname, '../../..');
const lock = join(home, 'node_modules', '.building');

/** Builds the app where it is missing or older than its sources; test files that start at once wait for one another. */
export async function buildApp(): Promise<void> {
  mkdirSync(join(home, 'node_modules'), { recursive: true });
  for (let waited = 0; ; waited += 200) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      // Left behind by a run that was killed.
      if (waited > 60_000) rmSync(lock, { recursive: true, force: true });
      await sleep(200);
    }
  }
  try {
    if (isCurrent()) return;
    execFileSync('npm', ['run', 'build', '--workspace', '@mohar/verifier'], {
      cwd: join(home, '../..'),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function isCurrent(): boolean {
  const built = statSync(join(builtApp, 'index.html'), { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) return false;
  const sources = ['src', 'tools', 'public', '../credential/src'].flatMap((folder) =>
    globSync(`${folder}/**/*`, { cwd: home }),
  );
  return [...sources, 'index.html', 'package.json', 'vite.config.ts'].every(
    (file) => statSync(join(home, file)).mtimeMs <= built,
  );
}
