import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStatusFilter } from '@mohar/credential/status/published-filter.ts';
import { openRevocationList, readRevocationList } from '@mohar/credential/status/revocation-list.ts';
import type { StatusSource } from '@mohar/credential/status/status-source.ts';
import { readTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import { filledBatch, filledId, fillRegistry } from './load/fill-registry.ts';
import { freshDirectory } from './load/fresh-directory.ts';
import { startService } from './load/running-service.ts';
import type { Row } from './row.ts';

const revokedCount = 1_000_000;
const validCount = 100_000;

/**
 * A batch of a million certificates is revoked by query, over HTTP; measured until every published list says so.
 * Every revoked id, and 100,000 that are in force, are then looked up in the lists as a verifier holds them.
 */
export async function revoke(): Promise<Row[]> {
  const data = freshDirectory('mohar-revoke-');
  await fillRegistry(data, 0, revokedCount + validCount);
  const service = await startService(data, { MOHAR_RATE_LIMIT: '1000000' });
  const ask = (path: string, body?: unknown) =>
    fetch(`http://127.0.0.1:${service.port}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${service.key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const bytes = async (path: string) => new Uint8Array(await (await ask(path)).arrayBuffer());
  const text = async (path: string) => (await ask(path)).text();
  await until(async () => (await ask('/status/filter-delta')).ok);
  const { keys } = await readTrustList(await text('/status/trust-list'));

  const counted = await (
    await ask('/divoc/api/v1/revocations', { query: { batch: filledBatch(0) }, reason: 'faulty-batch' })
  ).json();
  if (counted.counted !== revokedCount) throw new Error(`Counted ${JSON.stringify(counted)}.`);
  const job = `/divoc/api/v1/revocations/${counted.id}`;
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1_000;
  await ask(`${job}/confirm`, { count: revokedCount });

  await until(async () => (await (await ask(job)).json()).state === 'finished');
  const revokedAfter = seconds();
  await until(async () => {
    const head = await readRevocationList(await text('/status/revocation-list'), keys);
    return head.entries === revokedCount;
  });
  const listedAfter = seconds();
  const last = { certificateId: filledId(revokedCount - 1), signedAt: 0 };
  const open = async () => {
    const [filter, delta] = await Promise.all([bytes('/status/filter'), bytes('/status/filter-delta')]);
    return { filter, delta, source: await openStatusFilter(filter, delta, keys) };
  };
  await until(async () => {
    const { source } = await open();
    for (let n = 0; n < revokedCount; n += 997)
      if ((await source.lookUp({ ...last, certificateId: filledId(n) })).state !== 'revoked') return false;
    return true;
  });
  const compactAfter = seconds();

  const head = await readRevocationList(await text('/status/revocation-list'), keys);
  const parts: Uint8Array[] = [];
  for (const { href } of head.parts) parts.push(await bytes(`/status/${href}`));
  const list = openRevocationList(head, parts);
  const compact = await open();
  const rows: Row[] = [
    { what: 'a million revoked by query, after its confirmation', figure: revokedAfter, unit: 's' },
    { what: '… and all of them in the revocation list', figure: listedAfter, unit: 's' },
    { what: '… and in the compact form (filter and delta)', figure: compactAfter, unit: 's' },
    {
      what: 'wrong answers of the revocation list to 1,100,000 ids',
      figure: await wrongAnswers(list),
      unit: '',
    },
    {
      what: 'wrong answers of the compact form to 1,100,000 ids',
      figure: await wrongAnswers(compact.source),
      unit: '',
    },
    {
      what: 'compact form, a million revoked of 1.1 million',
      figure: (compact.filter.length + compact.delta.length) / 1_024,
      unit: 'KB',
      peers: [
        { what: 'the revocation list', figure: parts.reduce((sum, part) => sum + part.length, 0) / 1_024 },
      ],
    },
  ];
  await service.stop();
  rmSync(data, { recursive: true, force: true });
  return rows;
}

/** Every revoked id must be answered with revoked, every other one with in force. */
async function wrongAnswers(source: StatusSource): Promise<number> {
  let wrong = 0;
  for (let n = 0; n < revokedCount + validCount; n += 1) {
    const { state } = await source.lookUp({ certificateId: filledId(n), signedAt: 0 });
    if (state !== (n < revokedCount ? 'revoked' : 'in-force')) wrong += 1;
  }
  return wrong;
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await reached()); waited += 500) {
    if (waited > 900_000) throw new Error('It took more than fifteen minutes.');
    await sleep(500);
  }
}
