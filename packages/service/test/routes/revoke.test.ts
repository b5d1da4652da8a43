import { afterAll, describe, expect, test } from 'vitest';
import { type RunningApp, runningApp } from '../running-app.ts';
import { internationalEvent, vaccinationEvent } from '../sample-events.ts';

const running: RunningApp = await runningApp({}, (pack) => ({ ...pack, correctionLimit: 3 }));
afterAll(() => running.close());

const certify = async (events: unknown[]): Promise<string[]> => {
  const answer = await running.call('POST', '/divoc/api/v1/certify', events);
  expect(answer.statusCode).toBe(200);
  return answer.json().map(({ certificateId }: { certificateId: string }) => certificateId);
};
const revoke = (path: string) => running.call('DELETE', `/divoc/api/v1/certificates/${path}`);
const check = (body: unknown) => running.call('POST', '/divoc/api/v1/certificate/revoked', body);
const stateOf = async (id: string) =>
  (await running.call('GET', `/divoc/api/v1/certificates/${id}`)).headers['x-certificate-state'];

describe('DELETE /divoc/api/v1/certificates/{id}', () => {
  test('by doses: consecutive ones that include the latest', async () => {
    const ids = await certify([1, 2, 3].map((dose) => vaccinationEvent('rv-doses', dose, 3)));
    for (const doses of [
      'doses=1',
      'doses=1&doses=2',
      'doses=1&doses=3',
      'doses=2',
      'doses=3&doses=4',
      'doses=0',
    ]) {
      const refused = await revoke(`rv-doses?${doses}`);
      expect(refused.statusCode).toBe(400);
      expect(refused.json().faults[0]).toMatchObject({ pointer: '?doses', rule: 'consecutive-doses' });
    }
    expect(await Promise.all(ids.map(stateOf))).toEqual(['issued', 'issued', 'issued']);

    const revoked = await revoke('rv-doses?doses=2&doses=3');
    expect(revoked.statusCode).toBe(200);
    expect(revoked.json()).toEqual({
      revoked: [
        { certificateId: ids[1], dose: 2 },
        { certificateId: ids[2], dose: 3 },
      ],
    });
    expect(await Promise.all(ids.map(stateOf))).toEqual(['issued', 'revoked', 'revoked']);
    expect((await revoke('rv-doses?doses=1')).statusCode).toBe(200);
    expect((await revoke('rv-doses?doses=1')).statusCode).toBe(404);
  });

  test('all doses, domestic and international', async () => {
    await certify([1, 2].map((dose) => vaccinationEvent('rv-all', dose)));
    await running.call('POST', '/divoc/api/v3/certify', [internationalEvent('rv-all')]);
    const revoked = await revoke('rv-all?allDoses=true');
    expect(revoked.json().revoked).toHaveLength(3);
    expect((await running.call('HEAD', '/certificate/api/certificatePDF/rv-all')).statusCode).toBe(404);
  });

  test('a revoked event may be certified anew, under a new id', async () => {
    const [first] = await certify([vaccinationEvent('rv-anew')]);
    await revoke('rv-anew?allDoses=true');
    const [second] = await certify([vaccinationEvent('rv-anew')]);
    expect(second).not.toBe(first);
    expect(await stateOf(second as string)).toBe('issued');
    expect(await stateOf(first as string)).toBe('revoked');
  });

  test('by certificate id, once', async () => {
    const [id] = await certify([vaccinationEvent('rv-id')]);
    expect((await revoke(`${id}?reason=fraud`)).json().revoked).toEqual([{ certificateId: id, dose: 1 }]);
    const again = await revoke(`${id}`);
    expect(again.statusCode).toBe(409);
    expect(again.json().code).toBe('REVOKED');
  });

  test('one that was corrected names its successor', async () => {
    const [id] = await certify([vaccinationEvent('rv-corrected')]);
    const event = vaccinationEvent('rv-corrected');
    const corrected = await running.call('PUT', '/divoc/api/v1/certificate', [
      { ...event, recipient: { ...event.recipient, name: 'Corrected Name' } },
    ]);
    const successor = corrected.json()[0].certificateId;
    const refused = await revoke(`${id}`);
    expect(refused.statusCode).toBe(409);
    expect(refused.json().detail).toContain(successor);
  });

  test.each([
    ['someone', 'required'],
    ['someone?allDoses=false', 'required'],
    ['someone?doses=x', 'pattern'],
    ['someone?doses=1&reason=superseded', 'enum'],
    ['someone?doses=1&reason=other', 'note'],
    ['someone?doses=1&reason=because', 'enum'],
  ])('%s is refused with the rule %s', async (path, rule) => {
    const refused = await revoke(path);
    expect(refused.statusCode).toBe(400);
    expect(refused.json().faults.map((fault: { rule: string }) => fault.rule)).toContain(rule);
  });

  test('is not for facility staff', async () => {
    const key = await running.keyWith(['facility-staff']);
    const refused = await running.app.inject({
      method: 'DELETE',
      url: '/divoc/api/v1/certificates/rv-x?allDoses=true',
      headers: { authorization: `Bearer ${key}` },
    });
    expect(refused.statusCode).toBe(403);
  });

  test('twenty revocations and corrections at once: one of them, and one entry in the log', async () => {
    const [id] = await certify([vaccinationEvent('rv-race')]);
    const event = vaccinationEvent('rv-race');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        n % 2 === 0
          ? revoke('rv-race?allDoses=true')
          : running.call('PUT', '/divoc/api/v1/certificate', [
              { ...event, recipient: { ...event.recipient, name: `Name ${n}` } },
            ]),
      ),
    );
    for (const { statusCode } of answers) expect([200, 404, 412]).toContain(statusCode);
    const history = await running.call('GET', `/divoc/api/v1/certificates/${id}/history`);
    const steps: { state: string }[] = history.json();
    // Every correction that was acknowledged left one superseded certificate, and the last one is revoked.
    expect(steps.map(({ state }) => state)).toEqual([...steps.slice(1).map(() => 'superseded'), 'revoked']);
    const log = await running.database.db.selectFrom('revocation').select('certificate_id').execute();
    const ids = steps.map((step) => (step as unknown as { certificateId: string }).certificateId);
    expect(log.filter((row) => ids.includes(row.certificate_id))).toHaveLength(ids.length);
  });
});

describe('POST /divoc/api/v1/certificate/revoked', () => {
  test('200 for a revoked one, 404 for one in force or unknown, and the body says so', async () => {
    const [one, other] = await certify([vaccinationEvent('rc-1'), vaccinationEvent('rc-2')]);
    await revoke(`${one}?reason=faulty-batch`);
    const revoked = await check({ certificateId: one, preEnrollmentCode: 'rc-1', dose: '1' });
    expect(revoked.statusCode).toBe(200);
    expect(revoked.json()).toMatchObject({ revoked: true, status: 'revoked', reason: 'faulty-batch' });
    const inForce = await check({ certificateId: other });
    expect(inForce.statusCode).toBe(404);
    expect(inForce.json()).toMatchObject({ revoked: false, status: 'in-force' });
    expect((await check({ certificateId: '123456789' })).json()).toMatchObject({
      revoked: false,
      status: 'unknown',
    });
  });

  test('takes a whole certificate, and keeps nothing of it', async () => {
    const [id] = await certify([vaccinationEvent('rc-whole')]);
    const credential = (await running.call('GET', `/divoc/api/v1/certificates/${id}`)).json();
    await revoke(`${id}`);
    const entries = async () =>
      (await running.database.db.selectFrom('audit_entry').select('id').execute()).length;
    const before = await entries();
    const answer = await running.app.inject({
      method: 'POST',
      url: '/divoc/api/v1/certificate/revoked',
      payload: credential,
    });
    expect(answer.statusCode).toBe(200);
    expect(await entries()).toBe(before);
    expect(running.log.join('')).not.toContain(id);
    expect(running.log.join('')).not.toContain(credential.credentialSubject.name);
  });

  test('a body that names no certificate is refused', async () => {
    for (const body of [{}, { certificateId: 7 }, { certificateId: 'x'.repeat(200) }]) {
      const refused = await check(body);
      expect(refused.statusCode).toBe(400);
      expect(refused.json().faults[0].pointer).toBe('/certificateId');
    }
  });
});

test('the history of a certificate tells staff of corrections and revocation, without personal data', async () => {
  const [id] = await certify([vaccinationEvent('hist-1')]);
  const event = vaccinationEvent('hist-1');
  await running.call('PUT', '/divoc/api/v1/certificate', [
    { ...event, recipient: { ...event.recipient, name: 'Somebody Else' } },
  ]);
  await revoke('hist-1?allDoses=true&reason=other&note=duplicate%20person');
  const history = (await running.call('GET', `/divoc/api/v1/certificates/${id}/history`)).json();
  expect(history).toMatchObject([
    {
      certificateId: id,
      state: 'superseded',
      supersededBy: history[1].certificateId,
      revocation: { reason: 'superseded' },
    },
    { state: 'revoked', revocation: { reason: 'other', note: 'duplicate person' } },
  ]);
  expect(history[0].trail.map(({ action }: { action: string }) => action)).toEqual(['issue']);
  expect(history[1].trail.map(({ action }: { action: string }) => action)).toEqual(['correct', 'revoke']);
  expect(JSON.stringify(history)).not.toContain('Somebody');
  const key = await running.keyWith(['api']);
  const refused = await running.app.inject({
    url: `/divoc/api/v1/certificates/${id}/history`,
    headers: { authorization: `Bearer ${key}` },
  });
  expect(refused.statusCode).toBe(403);
});
