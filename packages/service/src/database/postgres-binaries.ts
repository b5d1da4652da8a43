import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { canReach, type SystemUser } from './system-user.ts';

/** Where the programs of the embedded PostgreSQL are. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** The server's major version, as `PG_VERSION` writes it. */
  readonly major: string;
}

/**
 * Finds the PostgreSQL that came from npm for this platform. Where the server's user cannot reach it (a
 * checkout below a directory that only root may enter), a copy is kept where that user can.
 *
 * @param user as whom the server runs, where that is not the user of this process.
 * @param sharedDirectory where a copy may be put.
 * @throws EmbeddedPostgresError where no PostgreSQL was installed for this platform.
 */
export function postgresBinaries(user: SystemUser | undefined, sharedDirectory: string): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let packageFile: string;
  try {
    const fromLibrary = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    packageFile = join(dirname(dirname(fromLibrary.resolve(name))), 'package.json');
  } catch {
    throw new EmbeddedPostgresError(
      'NO_BINARIES',
      `No PostgreSQL for this platform was installed (npm package ${name}). Run npm ci, or set DATABASE_URL.`,
    );
  }
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  let native = join(dirname(packageFile), 'native');
  if (user && !canReach(native, user))
    native = copyTo(native, join(sharedDirectory, `postgresql-${version}`));
  return {
    postgres: join(native, 'bin', 'postgres'),
    initdb: join(native, 'bin', 'initdb'),
    major: version.split('.')[0] ?? '',
  };
}

/** Copies under another name first, so that a copy that was cut short is never taken for a whole one. */
function copyTo(from: string, to: string): string {
  if (existsSync(to)) return to;
  const partial = `${to}.${process.pid}`;
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
  cpSync(from, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, to);
  } catch {
    // Another process was faster.
    rmSync(partial, { recursive: true, force: true });
  }
  return to;
}
