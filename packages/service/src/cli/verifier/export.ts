import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CredentialError } from '@mohar/credential/errors.ts';
import { packedRidsName, readCardRevocations } from '@mohar/credential/status/published-card-revocations.ts';
import { readTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import type { Kysely } from 'kysely';
import { readConfig } from '../../config.ts';
import { packNamed } from '../../pack-named.ts';
import { countryFile, logoFile, verifierApp, verifierFiles } from '../../publishing/verifier-data.ts';
import { findPackedRids } from '../../registry/packed-rids.ts';
import { findPublishedFile, type PublishedFile } from '../../registry/publication/published-files.ts';
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
    const files = new Map<string, PublishedFile>();
    for (const [path, { name }] of Object.entries(verifierFiles)) {
      const file = await findPublishedFile(db, name);
      if (!file) throw new CommandError('Nothing is published yet: start the service once (mohar serve).');
      files.set(path, file);
    }
    const lists = join(data, 'card-revocations');
    const named = await listsNamedIn(files);
    // What a head names is there before it, and until the next one is.
    await addCardLists(db, lists, named);
    for (const [path, { content }] of files) put(join(data, path), content);
    for (const name of readdirSync(lists)) {
      if (!named.has(name.replace(/\.gz$/, ''))) rmSync(join(lists, name));
    }
  });
  process.stdout.write(`The verifier is in ${directory}.\n`);
}

/** Names of the files of packed ids that the published head names. */
async function listsNamedIn(files: ReadonlyMap<string, PublishedFile>): Promise<ReadonlySet<string>> {
  const text = (path: string) => files.get(path)?.content.toString() ?? '';
  try {
    const { keys } = await readTrustList(text('trust-list.jws'));
    const { lists } = await readCardRevocations(text('card-revocations.jws'), keys);
    return new Set(lists.map(({ sha256 }) => sha256));
  } catch (error) {
    if (error instanceof CredentialError) throw unfinished();
    throw error;
  }
}

/** In the middle of a publication, or after one by an earlier version. */
const unfinished = () =>
  new CommandError(
    'The published files do not belong together: the signed data here stay as they were. Export again after the next publication.',
  );

/** Packed ids never change: those that are there stay as they are. @throws CommandError where one is not known. */
async function addCardLists(db: Kysely<Tables>, folder: string, named: ReadonlySet<string>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const name of named) {
    const path = join(folder, name);
    if (existsSync(path) && existsSync(`${path}.gz`) && packedRidsName(readFileSync(path)) === name) continue;
    const packed = await findPackedRids(db, name);
    if (!packed) throw unfinished();
    put(path, packed);
  }
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
