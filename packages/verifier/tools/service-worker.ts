import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { classicScript } from './classic-script.ts';
import { type OfflineFiles, offlineFiles } from './offline-files.ts';

/** Writes `service-worker.js` with the list of all that was built, once it is built. */
export function serviceWorker(): Plugin {
  let folder = '';
  return {
    name: 'mohar:service-worker',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const names = filesIn(folder);
        const version = createHash('sha256');
        for (const name of names) version.update(`${name}\0`).update(readFileSync(join(folder, name)));
        const built: OfflineFiles & { version: string } = {
          ...offlineFiles(names),
          version: version.digest('hex').slice(0, 16),
        };
        const entry = join(import.meta.dirname, '../src/offline/service-worker.ts');
        const code = await classicScript(entry, { __OFFLINE_FILES__: JSON.stringify(built) });
        writeFileSync(join(folder, 'service-worker.js'), code);
      },
    },
  };
}

/** All files of a folder, in the order of their names. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((name) => name !== 'service-worker.js' && !name.startsWith('data/'))
    .sort();
