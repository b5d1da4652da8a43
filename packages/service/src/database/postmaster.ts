import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The process id of the server that runs on a cluster's directory, by its `postmaster.pid`.
 *
 * @returns undefined where none runs, or where the id has passed to a process that is not PostgreSQL.
 */
export function runningPostmaster(cluster: string): number | undefined {
  let pid: number;
  try {
    pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return undefined;
  }
  return Number.isInteger(pid) && pid > 1 && isAlive(pid) && isPostgresOn(pid, cluster) ? pid : undefined;
}

/** On Linux the command line tells; elsewhere the pid file has to do. */
function isPostgresOn(pid: number, cluster: string): boolean {
  if (!existsSync('/proc/self/cmdline')) return true;
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return (line[0] ?? '').endsWith('postgres') && line.includes(cluster);
  } catch {
    return false;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('Z') ?? false;
  } catch {
    return false;
  }
}

/** Stops a server: fast shutdown first, immediate shutdown (which the next start recovers from) if that takes long. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 2_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let waited = 0; waited < patience; waited += 20) {
      if (!isAlive(pid)) return;
      await sleep(20);
    }
  }
}

/**
 * A process of a few kilobytes that stops the server when this process is gone, however it went: it waits for
 * the end of its standard input, which only the death of this process can bring.
 *
 * @returns a function that calls it off.
 */
export function watchOver(pid: number): () => void {
  const child = spawn(
    '/bin/sh',
    ['-c', 'read -r _; kill -INT "$1" 2>/dev/null', 'mohar-watchdog', String(pid)],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
    },
  );
  child.unref();
  (child.stdin as { unref?: () => void } | null)?.unref?.();
  child.on('error', () => {});
  child.stdin?.on('error', () => {});
  return () => void child.kill('SIGKILL');
}
