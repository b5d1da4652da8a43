import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type EmbeddedPostgres,
  joinEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/database/embedded-postgres.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { isAlive } from '../../src/database/postmaster.ts';

const directories: string[] = [];
function newDirectory(name = ''): string {
  const base = mkdtempSync(join(tmpdir(), 'mohar-pg-'));
  chmodSync(base, 0o755);
  directories.push(base);
  return join(base, name);
}
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

async function ask(server: EmbeddedPostgres, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(server.connection);
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

const postmasterOf = (directory: string) =>
  Number(readFileSync(join(directory, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);

/** Another process that opens the database of a directory and keeps it. */
async function otherProcess(directory: string, options: { uid?: number } = {}) {
  const module = join(import.meta.dirname, '../../src/database/embedded-postgres.ts');
  const child = spawn(
    process.execPath,
    [
      '--input-type=module-typescript',
      '-e',
      `import { startEmbeddedPostgres } from ${JSON.stringify(module)};
       startEmbeddedPostgres(${JSON.stringify(directory)}).then(
         () => { console.log('ready'); setInterval(() => {}, 1000); },
         (error) => { console.log('refused ' + error.code + ' ' + error.message); process.exit(1); });`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: '/', ...options },
  );
  const said = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data))),
  );
  return { child, said };
}

async function gone(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (!isAlive(pid)) return true;
    await sleep(50);
  }
  return false;
}

describe('the embedded PostgreSQL', () => {
  test('keeps its data over a restart, listens on no port, flushes to disk', async () => {
    const directory = newDirectory();
    const first = await startEmbeddedPostgres(directory);
    await ask(first, 'create table kept (n int); insert into kept values (42)');
    const [settings] = await ask(
      first,
      "select current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit",
    );
    expect(settings).toEqual({ addresses: '', fsync: 'on', commit: 'on' });
    const pid = postmasterOf(directory);
    await first.stop();
    expect(isAlive(pid)).toBe(false);
    const second = await startEmbeddedPostgres(directory);
    expect(await ask(second, 'select n from kept')).toEqual([{ n: 42 }]);
    await second.stop();
  });

  test('belongs to one Mohar: a second is told who has it', async () => {
    const directory = newDirectory();
    const { child, said } = await otherProcess(directory);
    expect(said).toContain('ready');
    await expect(startEmbeddedPostgres(directory)).rejects.toMatchObject({
      code: 'IN_USE',
      message: expect.stringContaining(`process ${child.pid}`),
    });
    child.kill('SIGKILL');
  });

  test('goes when its Mohar is killed, and the next start has all that was committed', async () => {
    const directory = newDirectory();
    const { child } = await otherProcess(directory);
    const pid = postmasterOf(directory);
    child.kill('SIGKILL');
    // At once, while the old server may still be there.
    const next = await startEmbeddedPostgres(directory);
    expect(postmasterOf(directory)).not.toBe(pid);
    await next.stop();
    expect(isAlive(pid)).toBe(false);
  });

  test('leaves no stray process when nobody starts again', async () => {
    const directory = newDirectory();
    const { child } = await otherProcess(directory);
    const pid = postmasterOf(directory);
    child.kill('SIGKILL');
    expect(await gone(pid)).toBe(true);
  });

  test('takes guests beside the Mohar that it belongs to, whose leaving changes nothing', async () => {
    const directory = newDirectory();
    expect(await joinEmbeddedPostgres(directory)).toBeUndefined();
    const { child } = await otherProcess(directory);
    const guest = await joinEmbeddedPostgres(directory);
    if (!guest) throw new Error('There is a server to join.');
    expect(await ask(guest, 'select 1 as one')).toEqual([{ one: 1 }]);
    await guest.stop();
    const database = await openDatabase({ dataDirectory: directory }, 1, { join: true });
    await database.close();
    expect(isAlive(postmasterOf(directory))).toBe(true);
    await expect(startEmbeddedPostgres(directory)).rejects.toMatchObject({ code: 'IN_USE' });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
    // Nobody has it now: who wants to join starts it.
    const alone = await openDatabase({ dataDirectory: directory }, 1, { join: true });
    expect(alone.description).toBe('embedded PostgreSQL');
    const pid = postmasterOf(directory);
    await alone.close();
    expect(isAlive(pid)).toBe(false);
  });

  test('recovers when Mohar and database are killed together', async () => {
    const directory = newDirectory();
    const { child } = await otherProcess(directory);
    process.kill(postmasterOf(directory), 'SIGKILL');
    child.kill('SIGKILL');
    const next = await startEmbeddedPostgres(directory);
    expect(await ask(next, 'select 1 as one')).toEqual([{ one: 1 }]);
    await next.stop();
  });

  test('works in a directory whose path is too long for a socket', async () => {
    const server = await startEmbeddedPostgres(newDirectory(`${'long/'.repeat(30)}data`));
    expect(Buffer.byteLength(`${server.connection.host}/.s.PGSQL.5432`)).toBeLessThanOrEqual(107);
    await server.stop();
  });

  test('says so where the data are of another major version', async () => {
    const directory = newDirectory();
    await (await startEmbeddedPostgres(directory)).stop();
    writeFileSync(join(directory, 'postgres/PG_VERSION'), '15\n');
    await expect(startEmbeddedPostgres(directory)).rejects.toMatchObject({ code: 'OTHER_VERSION' });
  });

  test('says so where the directory cannot be used', async () => {
    const file = newDirectory('file');
    writeFileSync(file, '');
    await expect(startEmbeddedPostgres(join(file, 'data'))).rejects.toMatchObject({ code: 'RIGHTS' });
  });
});

describe.runIf(process.getuid?.() === 0)('as root', () => {
  test('the server runs as another user, also where only root may enter', async () => {
    const directory = newDirectory('closed');
    mkdirSync(directory, { mode: 0o700 });
    const data = join(directory, 'data');
    const server = await startEmbeddedPostgres(data);
    const outside = readFileSync(join(data, 'postgres.location'), 'utf8').trim();
    const pid = Number(readFileSync(join(outside, 'postmaster.pid'), 'utf8').split('\n')[0]);
    const uid = Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    expect(uid).toBeGreaterThan(0);
    await server.stop();
    rmSync(outside, { recursive: true, force: true });
  });
});
