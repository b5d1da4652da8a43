import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningApp, runningApp } from '../running-app.ts';
import { vaccinationEvent } from '../sample-events.ts';

let mohar: RunningApp;
beforeAll(async () => {
  mohar = await runningApp();
});
afterAll(() => mohar.close());

const certify = async (event: unknown) =>
  (await mohar.call('POST', '/divoc/api/v1/certify', [event])).json()[0];
const correct = (events: unknown[], path = '/v1/certificate') =>
  mohar.call('PUT', `/divoc/api${path}`, events);
const renamed = (event: ReturnType<typeof vaccinationEvent>, name: string) => ({
  ...event,
  recipient: { ...event.recipient, name },
});

test('a correction takes the place of the old certificate under a new id, and the old one points to it', async () => {
  const event = vaccinationEvent('U1');
  const { certificateId: oldId } = await certify(event);
  const answer = await correct([renamed(event, 'Right Name')]);
  expect(answer.statusCode, answer.payload).toBe(200);
  const [{ status, certificateId: newId }] = answer.json();
  expect(status).toBe('corrected');
  expect(newId).not.toBe(oldId);

  const latest = await mohar.call('HEAD', '/certificate/api/certificatePDF/U1');
  expect(latest.headers['x-certificate-id']).toBe(newId);
  const old = await mohar.call('GET', `/certificate/api/certificatePDF?certificateId=${oldId}`);
  expect([old.statusCode, old.json().code]).toEqual([410, 'SUPERSEDED']);
  expect(old.json().detail).toContain(newId);

  const again = await mohar.call('POST', '/divoc/api/v1/certify', [event]);
  expect(again.statusCode).toBe(409);
  expect(again.json().faults[0].message).toContain(newId);
});

test('the same content again changes nothing and does not count; a second correction is too many', async () => {
  const event = vaccinationEvent('U2');
  const { certificateId } = await certify(event);
  expect((await correct([event])).json()[0]).toMatchObject({ status: 'unchanged', certificateId });
  expect((await correct([renamed(event, 'First Correction')])).statusCode).toBe(200);
  const second = await correct([renamed(event, 'Second Correction')]);
  expect([second.statusCode, second.json().code]).toEqual([412, 'UPDATE_LIMIT']);
});

test('an earlier dose can be corrected too; the latest stays the latest', async () => {
  await certify(vaccinationEvent('U3', 1));
  const { certificateId } = await certify(vaccinationEvent('U3', 2));
  expect((await correct([renamed(vaccinationEvent('U3', 1), 'Right Name')])).statusCode).toBe(200);
  const latest = await mohar.call('HEAD', '/certificate/api/certificatePDF/U3');
  expect(latest.headers['x-certificate-id']).toBe(certificateId);
});

test('one event without a certificate keeps the whole array from being corrected', async () => {
  const event = vaccinationEvent('U4');
  const { certificateId } = await certify(event);
  const answer = await correct([renamed(event, 'Right Name'), vaccinationEvent('U5')]);
  expect(answer.statusCode).toBe(404);
  expect(answer.json().faults).toMatchObject([{ pointer: '/1' }]);
  const latest = await mohar.call('HEAD', '/certificate/api/certificatePDF/U4');
  expect(latest.headers['x-certificate-id']).toBe(certificateId);
});

test("DIVOC's documented update request is accepted unchanged on its path", async () => {
  const file = join(import.meta.dirname, '../../../../test-vectors/divoc/requests/update-v3-documented.json');
  const [update] = JSON.parse(readFileSync(file, 'utf8'));
  await mohar.call('POST', '/divoc/api/v3/certify', [renamed(update, 'Wrong Name')]);
  const answer = await mohar.call('PUT', '/divoc/api/v3/certificate', readFileSync(file, 'utf8'));
  expect(answer.statusCode, answer.payload).toBe(200);
  expect(answer.json()).toMatchObject([{ status: 'corrected', preEnrollmentCode: '987456126' }]);
});

test('ten corrections at once make one successor', async () => {
  const event = vaccinationEvent('U6');
  await certify(event);
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => correct([renamed(event, `Name ${'ABCDEFGHIJ'[n]}`)])),
  );
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  expect(answers.filter(({ statusCode }) => statusCode === 412)).toHaveLength(9);
});
