import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Kysely } from 'kysely';
import { readConfig } from '../../config.ts';
import { packNamed } from '../../pack-named.ts';
import { countryFile, logoFile, verifierApp, verifierFiles } from '../../publishing/verifier-data.ts';
import { cardLists } from '../../registry/card-lists.ts';
import { findPublishedFile } from '../../registry/publication/published-files.ts';
import type { Tables } from '../../registry/tables.ts';
import { CommandError } from '../command-error.ts';
import { withDatabase } from '../with-database.ts';

/** `mohar verifier export`: the verifier web app as a folder for any static host. */
export async function exportVerifier(directory: string, { dataOnly }: { dataOnly?: boolean }): Promise<void> {
  if (!existsSync(join(verifierApp, 'index.html')))
    throw new CommandError('The web app is not built: npm run build -w @mohar/verifier');
  const config = readConfig(process.env);
  const pack = packNamed(config.country);
  const data = join(directory, 'data');
  mkdirSync(data, { recursive: true });
  if (!dataOnly) {
    cpSync(verifierApp, directory, { recursive: true });
    put(join(data, 'country.json'), countryFile(pack));
    put(join(data, 'logo.svg'), logoFile(pack));
  }
  await withDatabase(config, 2, async ({ db }) => {
    await exportCardLists(db, join(data, 'card-revocations'));
    for (const [path, { name }] of Object.entries(verifierFiles)) {
      const file = await findPublishedFile(db, name);
      if (!file) throw new CommandError('Nothing is published yet: start the service once (mohar serve).');
      put(join(data, path), file.content);
    }
  });
  process.stdout.write(`The verifier is in ${directory}.\n`);
}

/** Packed ids never change: those that are there stay, those that no list has any more go. */
async function exportCardLists(db: Kysely<Tables>, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const lists = new Map((await cardLists(db)).map(({ sha256, packed }) => [sha256, packed]));
  for (const name of readdirSync(folder)) {
    if (!lists.has(name.replace(/\.gz$/, ''))) rmSync(join(folder, name));
  }
  for (const [name, packed] of lists) put(join(folder, name), packed);
}

/** Writes a file, and a compressed copy beside it, which static hosts can send. */
function put(path: string, content: string | Uint8Array): void {
  replace(path, content);
  replace(`${path}.gz`, gzipSync(content, { level: 9 }));
}

/** Whoever fetches it meanwhile gets the old or the new one, not half of it. */
function replace(path: string, content: string | Uint8Array): void {
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}
