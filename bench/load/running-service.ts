import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshDirectory } from './fresh-directory.ts';

/** A service in a process of its own, on the embedded PostgreSQL with its durable settings. */
export interface BenchService {
  readonly port: number;
  readonly key: string;
  readonly process: ChildProcess;
  /** Resident memory of the service's own process, in MB; its database's is not in it. */
  residentMemory(): number;
  stop(): Promise<void>;
}

const key = 'bench-key-that-nobody-else-has-0123456789';

/**
 * Starts `mohar serve`.
 *
 * @param dataDirectory a fresh one, removed at the end, where none is given.
 */
export async function startService(
  dataDirectory?: string,
  environment: Record<string, string> = {},
): Promise<BenchService> {
  const data = dataDirectory ?? freshDirectory('mohar-bench-');
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=8', join(import.meta.dirname, '../../packages/service/src/main.ts')],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        PORT: String(port),
        MOHAR_DATA: data,
        MOHAR_API_KEY: key,
        MOHAR_LOG_LEVEL: 'warn',
        ...environment,
      },
    },
  );
  for (let waited = 0; ; waited += 50) {
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (ready?.ok) break;
    if (child.exitCode !== null || waited > 60_000) throw new Error('The service did not start.');
    await sleep(50);
  }
  return {
    port,
    key,
    process: child,
    residentMemory: () => residentMemory(child.pid as number),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      if (dataDirectory === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Resident memory of a process in MB, as Linux counts it; NaN elsewhere. */
export function residentMemory(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
  } catch {
    return Number.NaN;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
