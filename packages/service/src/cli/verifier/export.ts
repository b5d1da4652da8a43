import { cpSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../config.ts';
import { packNamed } from '../../pack-named.ts';
import { countryFile, logoFile, verifierApp, verifierFiles } from '../../publishing/verifier-data.ts';
import { findPublishedFile } from '../../registry/publication/published-files.ts';
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
    writeFileSync(join(data, 'country.json'), countryFile(pack));
    writeFileSync(join(data, 'logo.svg'), logoFile(pack));
  }
  await withDatabase(config, 2, async ({ db }) => {
    for (const [path, { name }] of Object.entries(verifierFiles)) {
      const file = await findPublishedFile(db, name);
      if (!file) throw new CommandError('Nothing is published yet: start the service once (mohar serve).');
      // Whoever fetches it meanwhile gets the old or the new one, not half of it.
      writeFileSync(join(data, `${path}.new`), file.content);
      renameSync(join(data, `${path}.new`), join(data, path));
    }
  });
  process.stdout.write(`The verifier is in ${directory}.\n`);
}
