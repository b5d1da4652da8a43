import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from './fresh-database.ts';
import { type MoharProcess, startMohar } from './mohar-process.ts';
import { vaccinationCsv, vaccinationRow } from './sample-csv.ts';
import { vaccinationEvent } from './sample-events.ts';

const directory = mkdtempSync(join(tmpdir(), 'mohar-several-'));
const key = 'several-processes-key-0123456789abcdef';
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
const signingKey = generateKeyPairSync('ed25519')
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

async function start(url: string): Promise<MoharProcess> {
  const started = await startMohar({
    DATABASE_URL: url,
    MOHAR_DATA: join(directory, 'data'),
    MOHAR_API_KEY: key,
    MOHAR_SIGNING_KEY: signingKey,
    MOHAR_DATABASE_POOL: '6',
  });
  running.add(started.child);
  return started;
}

const kill = ({ child }: MoharProcess) =>
  new Promise((resolve) => {
    running.delete(child);
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });

const uploadRows = 3_000;
const faultyEvery = 100;

/** A file of events; every hundredth row has no name. */
const file = () =>
  vaccinationCsv(
    Array.from({ length: uploadRows }, (_, n) =>
      vaccinationRow(`bulk-${n}`, n % faultyEvery === 0 ? { recipientName: '' } : {}),
    ),
  );

test('two processes on one database, one of them killed again and again: nothing lost, nothing twice, nothing wrong', async () => {
  const database = await freshDatabase({ migrated: false });
  // Both find an empty database, and bring it up to date at once.
  const processes = await Promise.all([start(database.url), start(database.url)]);
  const acknowledged = new Map<string, string>();
  const wrong: string[] = [];
  let ending = false;
  let serial = 0;

  /** Sends an event to one process, and to the other where that one is gone, until it is answered. */
  const certify = async (beneficiary: string, first: number) => {
    for (let attempt = first; ; attempt += 1) {
      const { address } = processes[attempt % 2] as MoharProcess;
      try {
        const body = JSON.stringify([vaccinationEvent(beneficiary)]);
        const answer = await fetch(`${address}/divoc/api/v1/certify`, { method: 'POST', headers, body });
        const said = (await answer.json()) as { status: string; certificateId: string }[];
        const [result] = said;
        if (answer.status !== 200 || !result || !['issued', 'duplicate'].includes(result.status)) {
          wrong.push(`${answer.status} ${JSON.stringify(said)}`);
          return undefined;
        }
        return result.certificateId;
      } catch {
        // No answer: the process was killed. Whether the certificate was issued is not known.
        await sleep(10);
      }
    }
  };
  const client = async (n: number) => {
    while (!ending) {
      serial += 1;
      const beneficiary = `several-${serial}`;
      // Every third event goes to both processes at the same time.
      const ids = await Promise.all(
        serial % 3 === 0 ? [certify(beneficiary, 0), certify(beneficiary, 1)] : [certify(beneficiary, n)],
      );
      if (new Set(ids).size > 1) wrong.push(`${beneficiary}: ${ids.join(' and ')}`);
      if (ids[0]) acknowledged.set(beneficiary, ids[0]);
    }
  };
  const clients = Array.from({ length: 6 }, (_, n) => client(n));

  const survivor = processes[0] as MoharProcess;
  const sent = await fetch(`${survivor.address}/divoc/api/v1/bulkCertify`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/csv' },
    body: file(),
  });
  const { uploadId } = (await sent.json()) as { uploadId: number };
  for (let round = 0; round < 4; round += 1) {
    await sleep(300 + round * 150);
    await kill(processes[1] as MoharProcess);
    processes[1] = await start(database.url);
  }
  const upload = async () =>
    (await (
      await fetch(`${survivor.address}/divoc/api/v1/certify/uploads/${uploadId}`, { headers })
    ).json()) as Record<string, unknown>;
  while (!(await upload()).finishedAt) await sleep(50);
  ending = true;
  await Promise.all(clients);

  expect(wrong).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(100);
  const faulty = uploadRows / faultyEvery;
  expect(await upload()).toMatchObject({ issued: uploadRows - faulty, duplicate: 0, failed: faulty });
  const kept = await database.db
    .selectFrom('certificate')
    .select(['beneficiary', 'certificate_id'])
    .where('beneficiary', 'like', 'several-%')
    .execute();
  const ids = new Map(kept.map((row) => [row.beneficiary, row.certificate_id]));
  expect(kept).toHaveLength(ids.size);
  for (const [beneficiary, id] of acknowledged) expect(ids.get(beneficiary)).toBe(id);
  const { count } = await database.db
    .selectFrom('certificate')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('beneficiary', 'like', 'bulk-%')
    .executeTakeFirstOrThrow();
  expect(Number(count)).toBe(uploadRows - faulty);
  for (const one of processes) await kill(one);
  await database.close();
});
