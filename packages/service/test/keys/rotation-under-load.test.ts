import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '../fresh-database.ts';
import { type MoharProcess, startMohar } from '../mohar-process.ts';
import { vaccinationEvent } from '../sample-events.ts';

const directory = mkdtempSync(join(tmpdir(), 'mohar-rotation-'));
const key = 'rotation-under-load-key-0123456789abcdef';
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
const processes: MoharProcess[] = [];
afterAll(() => {
  for (const { child } of processes) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

/** What was signed, and by which key. */
interface Issued {
  readonly credential: string;
  readonly method: string;
  readonly created: string;
}

test('two processes under load, three rotations and a compromised key: no event fails, and what counts verifies', async () => {
  const database = await freshDatabase({ migrated: false });
  const environment = {
    DATABASE_URL: database.url,
    MOHAR_DATA: join(directory, 'data'),
    MOHAR_API_KEY: key,
    MOHAR_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    MOHAR_PUBLISH_SECONDS: '1',
    MOHAR_DATABASE_POOL: '6',
  };
  processes.push(...(await Promise.all([startMohar(environment), startMohar(environment)])));
  const mohar = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(import.meta.dirname, '../../bin/mohar.js'), ...args, '--json'],
      { env: { PATH: process.env.PATH, ...environment } },
    );
    return JSON.parse(stdout);
  };

  const failures: string[] = [];
  const issued: Issued[] = [];
  let ending = false;
  let serial = 0;
  const client = async (n: number) => {
    while (!ending) {
      serial += 1;
      const { address } = processes[n % 2] as MoharProcess;
      // One event is signed where it arrives, many in threads.
      const events = Array.from({ length: n < 4 ? 1 : 60 }, (_, one) =>
        vaccinationEvent(`rotation-${serial}-${n}-${one}`),
      );
      const answer = await fetch(`${address}/divoc/api/v1/certify?include=credential`, {
        method: 'POST',
        headers,
        body: JSON.stringify(events),
      }).catch((error: Error) => error);
      if (answer instanceof Error || answer.status !== 200) {
        failures.push(
          answer instanceof Error
            ? String(answer.cause ?? answer)
            : `${answer.status} ${await answer.text()}`,
        );
        continue;
      }
      const results = (await answer.json()) as {
        status: string;
        credential: { proof: Record<string, string> };
      }[];
      for (const { status, credential } of results) {
        if (status !== 'issued') failures.push(status);
        const { verificationMethod = '', created = '' } = credential.proof;
        issued.push({ credential: JSON.stringify(credential), method: verificationMethod, created });
      }
    }
  };
  const clients = Array.from({ length: 6 }, (_, n) => client(n));
  /** Until both processes have signed with a key, and for some moments on. */
  const untilUsed = async (method: string) => {
    for (const from = issued.length; ; ) {
      await sleep(100);
      if (issued.slice(from).filter((one) => one.method === method).length > 150) break;
    }
    await sleep(2_500);
  };

  const methods: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const at = new Date(Date.now() + 10_000).toISOString();
    // At once, and announced.
    const { verificationMethod } = await mohar('keys', 'rotate', ...(round === 1 ? ['--at', at] : []));
    methods.push(verificationMethod);
    await untilUsed(verificationMethod);
  }
  const compromised = methods[2] as string;
  const since = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 1_000);
  const id = compromised.split('#')[1] as string;
  const { successor } = await mohar(
    'keys',
    'retire',
    id,
    '--compromised-since',
    since.toISOString(),
    '--rotate',
  );
  await untilUsed(successor.verificationMethod);
  ending = true;
  await Promise.all(clients);
  expect(failures).toEqual([]);
  const used = new Set(issued.map(({ method }) => method));
  expect(used.size).toBe(5);

  // As a verifier sees it: from the published trust list.
  const lists = await Promise.all(
    processes.map(async ({ address }) => (await fetch(`${address}/status/trust-list`)).text()),
  );
  const { keys: trust } = await readTrustList(lists[0] as string);
  expect(trust.filter(({ document }) => !document)).toHaveLength(5);
  const counts = { valid: 0, refused: 0 };
  for (const { credential, method, created } of issued.filter(
    (_, n) => n % 7 === 0 || n > issued.length - 50,
  )) {
    const { verdict, checks } = await verify(credential, { trust, at: Date.now() });
    if (method === compromised && Date.parse(created) >= since.getTime()) {
      expect(verdict).toBe('untrusted-issuer');
      expect(checks.some(({ code }) => code === 'issuer.key-compromised')).toBe(true);
      counts.refused += 1;
    } else {
      expect(verdict, method).toBe('valid');
      counts.valid += 1;
    }
  }
  expect(counts.refused).toBeGreaterThan(0);
  const byCompromised = issued.filter(({ method }) => method === compromised);
  expect(byCompromised.some(({ created }) => Date.parse(created) < since.getTime())).toBe(true);

  for (const { child } of processes) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }
  await database.close();
});
