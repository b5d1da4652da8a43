import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** Mohar in a process of its own. */
export interface MoharProcess {
  readonly child: ChildProcess;
  readonly address: string;
}

/** Starts Mohar, and waits until it serves. */
export async function startMohar(environment: Readonly<Record<string, string>>): Promise<MoharProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
    env: { PATH: process.env.PATH, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (data) => {
      log += data;
      const match = /"address":"([^"]+)"/.exec(log);
      if (match?.[1]) resolve(match[1]);
    });
    child.on('exit', () => reject(new Error(`Mohar did not start: ${log}`)));
  });
  return { child, address };
}
