import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningApp, runningApp } from '../running-app.ts';
import { vaccinationEvent } from '../sample-events.ts';

let mohar: RunningApp;
beforeAll(async () => {
  mohar = await runningApp();
});
afterAll(() => mohar.close());

const certify = (events: unknown[], query = '') =>
  mohar.call('POST', `/divoc/api/v1/certify${query}`, events);
const vaccination = (beneficiary: string, name: string, dose = 1) => {
  const event = vaccinationEvent(beneficiary, dose);
  return { ...event, vaccination: { ...event.vaccination, name } };
};
const diseasesOf = async (beneficiary: string) =>
  (
    await mohar.database.db
      .selectFrom('certificate')
      .select('disease')
      .where('beneficiary', '=', beneficiary)
      .orderBy('disease')
      .execute()
  ).map(({ disease }) => disease);

test.each([
  'bOPV + IPV',
  'OPV/IPV (BioPolio, Imovax Polio)',
  'fIPV',
  'Yellow fever (Stamaril or YF-Vax)',
  'yellowfevervaccine',
])(
  '%s is certified against its disease, beside COVID-19, whose latest certificate stays the latest',
  async (name) => {
    const beneficiary = `D ${name}`;
    const [covid] = (await certify([vaccination(beneficiary, 'COVISHIELD')])).json();
    const other = vaccination(beneficiary, name);
    const answer = await certify([other]);
    expect(answer.statusCode, answer.payload).toBe(200);
    const [{ status, certificateId }] = answer.json();
    expect(status).toBe('issued');
    expect((await certify([other])).json()[0]).toMatchObject({ status: 'duplicate', certificateId });

    const disease = name.toLowerCase().includes('yellow') ? 'Yellow fever' : 'Poliomyelitis';
    expect(await diseasesOf(beneficiary)).toEqual(['COVID-19', disease]);
    const latest = await mohar.call(
      'HEAD',
      `/certificate/api/certificatePDF/${encodeURIComponent(beneficiary)}`,
    );
    expect(latest.headers['x-certificate-id']).toBe(covid.certificateId);
  },
);

test('a vaccination against several diseases is refused, and nothing is certified', async () => {
  const answer = await certify([vaccination('S1', 'COVISHIELD'), vaccination('S2', 'Covishield + IPV')]);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().faults).toEqual([
    {
      pointer: '/1/vaccination/name',
      rule: 'one-disease',
      message:
        'must name a vaccine against one disease, not vaccines against several: send an event for each',
    },
  ]);
  expect(await diseasesOf('S1')).toEqual([]);
});

test('the others of an array are certified where that was asked for', async () => {
  const events = [vaccination('P1', 'Stamaril and Imovax Polio'), vaccination('P2', 'Stamaril')];
  const answer = await certify(events, '?partial=true');
  expect(answer.statusCode).toBe(207);
  expect(answer.json().map(({ status }: { status: string }) => status)).toEqual(['rejected', 'issued']);
});

test('nor does a correction make a certificate one against several', async () => {
  await certify([vaccination('C1', 'COVISHIELD')]);
  const event = vaccination('C1', 'Covishield, Stamaril');
  const answer = await mohar.call('PUT', '/divoc/api/v1/certificate', [event]);
  expect([answer.statusCode, answer.json().faults[0].pointer]).toEqual([400, '/0/vaccination/name']);
});
