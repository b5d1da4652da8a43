import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { isAlive } from '../src/database/postmaster.ts';
import { startMohar } from './mohar-process.ts';
import { vaccinationEvent } from './sample-events.ts';

const directory = mkdtempSync(join(tmpdir(), 'mohar-crash-'));
chmodSync(directory, 0o755);
const key = 'crash-test-key-0123456789abcdef0123456789';
const authorization = `Bearer ${key}`;
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const start = () => startMohar({ MOHAR_DATA: join(directory, 'data'), MOHAR_API_KEY: key });

const postmaster = () =>
  Number(readFileSync(join(directory, 'data/postgres/postmaster.pid'), 'utf8').split('\n')[0]);

describe('kill -9 in the middle of issuing', () => {
  test('twenty times Mohar, twenty times Mohar with its database: nothing acknowledged is lost, nothing is there twice, nothing is left behind', async () => {
    const acknowledged = new Map<string, string>();
    let serial = 0;
    for (let round = 0; round < 40; round += 1) {
      const { child, address } = await start();
      const server = postmaster();
      const exited = new Promise((resolve) => child.once('exit', resolve));
      let killed = false;
      const client = async () => {
        while (!killed) {
          serial += 1;
          const beneficiary = `crash-${serial}`;
          try {
            const answer = await fetch(`${address}/divoc/api/v1/certify`, {
              method: 'POST',
              headers: { authorization, 'content-type': 'application/json' },
              body: JSON.stringify([vaccinationEvent(beneficiary)]),
            });
            const [result] = (await answer.json()) as { status: string; certificateId: string }[];
            if (answer.status === 200 && result) acknowledged.set(beneficiary, result.certificateId);
          } catch {
            return;
          }
        }
      };
      const before = acknowledged.size;
      const clients = Array.from({ length: 4 }, client);
      // A busy machine starts slowly: but for every fourth round, the time runs from the first answer.
      for (let waited = 0; round % 4 !== 0 && acknowledged.size === before && waited < 60_000; waited += 5) {
        await sleep(5);
      }
      await sleep(40 + (round % 10) * 25);
      killed = true;
      if (round % 2 === 1) process.kill(server, 'SIGKILL');
      child.kill('SIGKILL');
      await Promise.all([...clients, exited]);
      if (round % 4 === 3) {
        for (let waited = 0; isAlive(server) && waited < 60_000; waited += 20) await sleep(20);
        expect(isAlive(server)).toBe(false);
      }
    }
    expect(acknowledged.size).toBeGreaterThan(40);

    const { child, address } = await start();
    for (const [beneficiary, certificateId] of acknowledged) {
      // Sent again, each event is answered with the very certificate that was acknowledged.
      const answer = await fetch(`${address}/divoc/api/v1/certify`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify([vaccinationEvent(beneficiary)]),
      });
      expect(await answer.json()).toMatchObject([{ status: 'duplicate', certificateId }]);
    }
    const server = postmaster();
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(isAlive(server)).toBe(false);
  });
});
