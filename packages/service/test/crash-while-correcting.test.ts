import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../src/database/open-database.ts';
import { startMohar } from './mohar-process.ts';
import { vaccinationEvent } from './sample-events.ts';

const directory = mkdtempSync(join(tmpdir(), 'mohar-crash-correcting-'));
chmodSync(directory, 0o755);
const dataDirectory = join(directory, 'data');
const key = 'crash-test-key-0123456789abcdef0123456789';
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const postmaster = () =>
  Number(readFileSync(join(dataDirectory, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);

test('kill -9 while correcting and revoking, eight times: both or neither, and nothing acknowledged is lost', async () => {
  const corrected = new Map<string, string>();
  const revoked = new Set<string>();
  let serial = 0;
  for (let round = 0; round < 8; round += 1) {
    const { child, address } = await startMohar({
      MOHAR_DATA: dataDirectory,
      MOHAR_API_KEY: key,
      MOHAR_PUBLISH_SECONDS: '1',
    });
    const server = postmaster();
    const exited = new Promise((resolve) => child.once('exit', resolve));
    const call = async (method: string, path: string, body?: unknown) => {
      const answer = await fetch(`${address}/divoc/api${path}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return { status: answer.status, body: await answer.json() };
    };
    let killed = false;
    let answered = 0;
    const client = async () => {
      while (!killed) {
        serial += 1;
        const beneficiary = `crash-${serial}`;
        const event = vaccinationEvent(beneficiary);
        try {
          await call('POST', '/v1/certify', [event]);
          const changed = { ...event, recipient: { ...event.recipient, name: `Corrected ${serial}` } };
          const correction = await call('PUT', '/v1/certificate', [changed]);
          if (correction.status === 200) corrected.set(beneficiary, correction.body[0].certificateId);
          if (serial % 2 === 0) {
            const { status } = await call('DELETE', `/v1/certificates/${beneficiary}?allDoses=true`);
            if (status === 200) revoked.add(beneficiary);
          }
          answered += 1;
        } catch {
          return;
        }
      }
    };
    const clients = Array.from({ length: 4 }, client);
    for (let waited = 0; answered === 0 && waited < 60_000; waited += 5) await sleep(5);
    await sleep(30 + round * 20);
    killed = true;
    if (round % 2 === 1) process.kill(server, 'SIGKILL');
    child.kill('SIGKILL');
    await Promise.all([...clients, exited]);
  }
  expect(corrected.size).toBeGreaterThan(8);
  expect(revoked.size).toBeGreaterThan(4);

  const database = await openDatabase({ dataDirectory }, 4);
  try {
    const { rows } = await sql<{ beneficiary: string; states: string[]; live: string | null }>`
      select beneficiary, array_agg(state order by issued_at, state desc) as states,
        max(certificate_id) filter (where state <> 'superseded') as live
      from certificate group by beneficiary`.execute(database.db);
    const chains = new Map(rows.map((row) => [row.beneficiary, row]));
    for (const { states } of rows) {
      expect([['issued'], ['revoked'], ['superseded', 'issued'], ['superseded', 'revoked']]).toContainEqual(
        states,
      );
    }
    for (const [beneficiary, successor] of corrected) expect(chains.get(beneficiary)?.live).toBe(successor);
    for (const beneficiary of revoked) expect(chains.get(beneficiary)?.states.at(-1)).toBe('revoked');

    // The log of revocations says of each certificate what its state says, and every pointer leads somewhere.
    const wrong = await sql<{ count: string }>`
      select count(*) from certificate c left join revocation r using (shard, certificate_id)
        left join certificate s on s.shard = c.shard and s.certificate_id = c.superseded_by
      where (c.state = 'issued') <> (r.certificate_id is null)
        or (c.state = 'superseded') <> (coalesce(r.reason, '') = 'superseded')
        or (c.state = 'superseded') <> (s.certificate_id is not null)`.execute(database.db);
    expect(Number(wrong.rows[0]?.count)).toBe(0);
    // Places are given out without a gap.
    const places = await sql<{ count: string; highest: string | null }>`
      select count(place), max(place) as highest from revocation`.execute(database.db);
    expect(Number(places.rows[0]?.count)).toBe(Number(places.rows[0]?.highest ?? -1) + 1);
  } finally {
    await database.close();
  }
});
