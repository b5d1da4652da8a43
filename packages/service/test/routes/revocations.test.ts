import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import type { CertifiableEvent } from '../../src/issuing/certifiable-event.ts';
import { originOf } from '../../src/issuing/event-origin.ts';
import { readOrigins } from '../../src/registry/revocation/read-origins.ts';
import { runningApp } from '../running-app.ts';
import { testEvent, vaccinationEvent } from '../sample-events.ts';

const running = await runningApp();
afterAll(() => running.close());

const from = (name: string, batch: string, facility: string, date = '2021-05-01') => {
  const event = vaccinationEvent(name);
  return {
    ...event,
    vaccination: { ...event.vaccination, batch, date },
    facility: { ...event.facility, name: facility },
  };
};
const certify = async (events: unknown[]): Promise<string[]> => {
  const answer = await running.call('POST', '/divoc/api/v1/certify', events);
  expect(answer.json().faults ?? []).toEqual([]);
  return answer.json().map(({ certificateId }: { certificateId: string }) => certificateId);
};
const count = async (query: object, reason = 'faulty-batch') =>
  (await running.call('POST', '/divoc/api/v1/revocations', { query, reason })).json();
const confirm = (id: string, given: number) =>
  running.call('POST', `/divoc/api/v1/revocations/${id}/confirm`, { count: given });
const finished = async (id: string) => {
  for (let tries = 0; tries < 200; tries += 1) {
    const job = (await running.call('GET', `/divoc/api/v1/revocations/${id}`)).json();
    if (job.state === 'finished') return job;
    await sleep(50);
  }
  throw new Error('The job did not finish.');
};
const revokedOf = async (ids: readonly string[]) => {
  const answers = await Promise.all(
    ids.map((certificateId) => running.call('POST', '/divoc/api/v1/certificate/revoked', { certificateId })),
  );
  return answers.map((answer) => answer.json().revoked);
};

test('counted, confirmed with the count, done; what was issued after the count is not touched', async () => {
  const meant = await certify(Array.from({ length: 30 }, (_, n) => from(`q-a-${n}`, 'BAD-1', 'Clinic A')));
  const others = await certify([from('q-b-1', 'GOOD-1', 'Clinic A'), from('q-b-2', 'bad-1', 'Clinic A')]);
  const job = await count({ batch: 'BAD-1' });
  expect(job).toMatchObject({ state: 'to be confirmed', counted: 30, revoked: 0 });
  expect(await revokedOf(meant)).toEqual(meant.map(() => false));

  const [later] = await certify([from('q-a-later', 'BAD-1', 'Clinic A')]);
  expect((await confirm(job.id, 29)).statusCode).toBe(409);
  expect((await confirm(job.id, 30)).statusCode).toBe(202);
  expect((await confirm(job.id, 30)).statusCode).toBe(409);
  expect(await finished(job.id)).toMatchObject({ counted: 30, revoked: 30 });
  expect(await revokedOf(meant)).toEqual(meant.map(() => true));
  expect(await revokedOf([...others, later as string])).toEqual([false, false, false]);
});

test('by facility and date range together; by ids', async () => {
  const [first, second, third] = await certify([
    from('q-c-1', 'B', 'Clinic C', '2021-05-01'),
    from('q-c-2', 'B', 'Clinic C', '2021-05-02'),
    from('q-c-3', 'B', 'Clinic C', '2021-05-03'),
  ]);
  const between = await count({ facility: 'Clinic C', eventFrom: '2021-05-02', eventUntil: '2021-05-02' });
  expect(between.counted).toBe(1);
  await confirm(between.id, 1);
  await finished(between.id);
  expect(await revokedOf([first, second, third] as string[])).toEqual([false, true, false]);

  const byId = await count({ certificateIds: [first, second] }, 'error');
  expect(byId.counted).toBe(1);
  await confirm(byId.id, 1);
  await finished(byId.id);
  expect(await revokedOf([first, second, third] as string[])).toEqual([true, true, false]);

  const issued = await count({ issuedFrom: '2000-01-01T00:00:00Z', issuedUntil: '2000-01-02T00:00:00Z' });
  expect(issued.counted).toBe(0);
});

test('tests are found by their batch and sample date too', async () => {
  const event = testEvent('q-t-1');
  const answer = await running.call('POST', '/divoc/api/v1/test/certify', [
    { ...event, testDetails: { ...event.testDetails, batch: 'KIT-9' } },
  ]);
  expect(answer.statusCode).toBe(200);
  expect((await count({ batch: 'KIT-9' })).counted).toBe(1);
});

test('one that was counted otherwise meanwhile is not confirmed', async () => {
  const [id] = await certify([from('q-d-1', 'D', 'Clinic D'), from('q-d-2', 'D', 'Clinic D')]);
  const job = await count({ batch: 'D' });
  await running.call('DELETE', `/divoc/api/v1/certificates/${id}`);
  const refused = await confirm(job.id, 2);
  expect(refused.statusCode).toBe(409);
  expect(refused.json().detail).toContain('1 certificate');
});

test('certificates of an earlier version: batch and facility are read from them before a query may ask for them', async () => {
  const [id] = await certify([from('q-old-1', 'OLD-1', 'Old Clinic', '2021-02-03')]);
  const { db } = running.database;
  await db
    .updateTable('certificate')
    .set({ batch: null, facility: null, event_date: null })
    .where('certificate_id', '=', id as string)
    .execute();
  const query = { batch: 'OLD-1', facility: 'Old Clinic', eventFrom: '2021-02-03', eventUntil: '2021-02-03' };
  const early = await running.call('POST', '/divoc/api/v1/revocations', { query, reason: 'error' });
  expect(early.statusCode).toBe(503);
  expect((await count({ certificateIds: [id] })).counted).toBe(1);
  expect(await readOrigins(db, (event) => originOf(event as unknown as CertifiableEvent), 100)).toBe(1);
  expect((await count(query)).counted).toBe(1);
});

test.each([
  [{ query: {}, reason: 'error' }, 'minProperties'],
  [{ query: { batch: '' }, reason: 'error' }, 'minLength'],
  [{ query: { color: 'red' }, reason: 'error' }, 'additionalProperties'],
  [{ query: { eventFrom: '2021-02-30' }, reason: 'error' }, 'date'],
  [{ query: { issuedFrom: '2021-13-01T00:00:00Z' }, reason: 'error' }, 'date-time'],
  [{ query: { certificateIds: ['nonsense'] }, reason: 'error' }, 'certificate-id'],
  [{ query: { batch: 'x' } }, 'required'],
  [{ query: { batch: 'x' }, reason: 'superseded' }, 'enum'],
  [{ query: { batch: 'x' }, reason: 'other' }, 'note'],
])('%j is refused with the rule %s', async (body, rule) => {
  const refused = await running.call('POST', '/divoc/api/v1/revocations', body);
  expect(refused.statusCode).toBe(400);
  expect(refused.json().faults.map((fault: { rule: string }) => fault.rule)).toContain(rule);
});

test('is for the controller and the system administrator', async () => {
  const key = await running.keyWith(['api', 'facility-admin', 'facility-staff']);
  const refused = await running.app.inject({
    method: 'POST',
    url: '/divoc/api/v1/revocations',
    headers: { authorization: `Bearer ${key}` },
    payload: { query: { batch: 'x' }, reason: 'error' },
  });
  expect(refused.statusCode).toBe(403);
});
