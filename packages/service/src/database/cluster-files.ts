import { createHash, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { canReach, type SystemUser } from './system-user.ts';

/** Where the parts of one embedded PostgreSQL are kept. */
export interface ClusterFiles {
  /** PostgreSQL's own directory. */
  readonly cluster: string;
  /** The directory of the Unix socket. */
  readonly socketDirectory: string;
  /** The database's password; the socket is for Mohar alone. */
  readonly password: string;
}

/** Where root keeps what another user must reach, when the data directory lies where only root may enter. */
export const sharedDirectory = '/var/lib/mohar';

/** A Unix socket's path has at most 107 bytes; this is the name that PostgreSQL appends. */
const socketName = '/.s.PGSQL.5432';
const maxSocketPath = 107;

/**
 * Makes the directories of an embedded PostgreSQL below a data directory.
 *
 * @throws EmbeddedPostgresError RIGHTS where they cannot be made or read.
 */
export function prepareClusterFiles(dataDirectory: string, user: SystemUser | undefined): ClusterFiles {
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o755 });
    const real = realpathSync(dataDirectory);
    const hash = createHash('sha256').update(real).digest('hex').slice(0, 16);
    const cluster = clusterDirectory(real, user);
    own(cluster, user);
    return { cluster, socketDirectory: socketDirectory(cluster, hash, user), password: password(real) };
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    throw new EmbeddedPostgresError(
      code === 'ENOSPC' ? 'DISK_FULL' : 'RIGHTS',
      code === 'ENOSPC'
        ? `There is no space left for the database at ${path}.`
        : `The data directory ${dataDirectory} cannot be used (${code ?? 'unknown error'} at ${path}). Give this user the right to write there, or set MOHAR_DATA to another directory.`,
      { cause: error },
    );
  }
}

function clusterDirectory(real: string, user: SystemUser | undefined): string {
  const inside = join(real, 'postgres');
  // Noted in the data directory, so that whoever makes a backup finds the database.
  const note = join(real, 'postgres.location');
  if (existsSync(note)) return readFileSync(note, 'utf8').trim();
  if (!user || existsSync(join(inside, 'PG_VERSION')) || canReach(real, user)) return inside;
  const outside = join(sharedDirectory, randomBytes(8).toString('hex'));
  mkdirSync(sharedDirectory, { recursive: true, mode: 0o755 });
  writeFileSync(note, `${outside}\n`);
  return outside;
}

function socketDirectory(cluster: string, hash: string, user: SystemUser | undefined): string {
  if (Buffer.byteLength(cluster + socketName) <= maxSocketPath) return cluster;
  const short = join(tmpdir(), `mohar-${hash}`);
  own(short, user);
  return short;
}

function own(directory: string, user: SystemUser | undefined): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (user) chownSync(directory, user.uid, user.gid);
}

function password(dataDirectory: string): string {
  const file = join(dataDirectory, 'postgres.password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}
