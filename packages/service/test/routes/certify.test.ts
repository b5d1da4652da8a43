import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '@mohar/credential/verification/verify.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unpackContent } from '../../src/registry/content/certificate-content.ts';
import { type RunningApp, runningApp } from '../running-app.ts';
import { internationalEvent, professionalEvent, testEvent, vaccinationEvent } from '../sample-events.ts';

let mohar: RunningApp;
beforeAll(async () => {
  mohar = await runningApp();
});
afterAll(() => mohar.close());

const certify = (events: unknown, path = '/v1/certify') => mohar.call('POST', `/divoc/api${path}`, events);
const countCertificates = async () =>
  Number(
    (
      await mohar.database.db
        .selectFrom('certificate')
        .select((s) => s.fn.countAll().as('n'))
        .executeTakeFirst()
    )?.n,
  );

describe('certify', () => {
  test('answers with the id of a certificate that verifies, byte for byte as it was signed', async () => {
    const answer = await certify([vaccinationEvent('A1')]);
    expect(answer.statusCode).toBe(200);
    const [{ status, certificateId, preEnrollmentCode }] = answer.json();
    expect({ status, preEnrollmentCode }).toEqual({ status: 'issued', preEnrollmentCode: 'A1' });
    const fetched = await mohar.call('GET', `/divoc/api/v1/certificates/${certificateId}`);
    const row = await mohar.database.db
      .selectFrom('certificate')
      .select(['content_form', 'content'])
      .where('certificate_id', '=', certificateId)
      .executeTakeFirstOrThrow();
    const kept = unpackContent({ contentForm: row.content_form, content: row.content });
    expect(fetched.payload).toBe(kept.credential.toString());
    const { verdict } = await verify(fetched.payload, { trust: mohar.issuer.trust, at: Date.now() });
    expect(verdict).toBe('valid');
  });

  test.each([
    ['/v1/certify', () => vaccinationEvent('K1')],
    ['/v2/certify', () => vaccinationEvent('K2')],
    ['/v3/certify', () => internationalEvent('K3')],
    ['/v1/test/certify', () => testEvent('K4')],
    ['/v4/health-professional/certify', () => professionalEvent()],
  ])('%s carries credential, QR and PDF back on request', async (path, event) => {
    const answer = await certify([event()], `${path}?include=credential,qr,pdf`);
    expect(answer.statusCode, answer.payload).toBe(200);
    const [{ credential, qr, pdf }] = answer.json();
    const { verdict } = await verify(credential, {
      trust: mohar.issuer.trust,
      at: Date.now(),
      contexts: mohar.issuer.contexts,
    });
    expect(verdict).toBe('valid');
    expect(Buffer.from(qr, 'base64').subarray(1, 4).toString()).toBe('PNG');
    expect(Buffer.from(pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
  });

  test.each([
    ['certify-v1-end-to-end.json', '/v1/certify', '1112'],
    ['certify-v3-documented.json', '/v3/certify', '62'],
    ['update-v3-documented.json', '/v3/certify', '987456126'],
  ])("DIVOC's own request %s is accepted unchanged", async (file, path, beneficiary) => {
    const body = readFileSync(
      join(import.meta.dirname, '../../../../test-vectors/divoc/requests', file),
      'utf8',
    );
    const answer = await mohar.call('POST', `/divoc/api${path}`, body);
    expect(answer.statusCode, answer.payload).toBe(200);
    const pdf = await mohar.call('GET', `/certificate/api/certificatePDF/${beneficiary}`);
    expect(pdf.statusCode).toBe(200);
    expect(pdf.headers['content-type']).toBe('application/pdf');
  });

  test('a repeated event returns the same certificate; contact data may differ', async () => {
    const event = vaccinationEvent('R1');
    const first = (await certify([event])).json()[0];
    const again = { ...event, recipient: { ...event.recipient, contact: ['tel:111'] } };
    const second = (await certify([again])).json()[0];
    expect(second).toMatchObject({ status: 'duplicate', certificateId: first.certificateId });
  });

  test('an event that is certified with other content gets 409 and the id to correct', async () => {
    const event = vaccinationEvent('R2');
    const { certificateId } = (await certify([event])).json()[0];
    const before = await countCertificates();
    const changed = { ...event, recipient: { ...event.recipient, name: 'Somebody Else' } };
    const answer = await certify([vaccinationEvent('R3'), changed]);
    expect(answer.statusCode).toBe(409);
    expect(answer.json().faults).toHaveLength(1);
    expect(answer.json().faults[0]).toMatchObject({ pointer: '/1', rule: 'certified-already' });
    expect(answer.json().faults[0].message).toContain(certificateId);
    expect(await countCertificates()).toBe(before);
  });

  test('of a beneficiary with several doses the highest is the latest; precaution doses too', async () => {
    const latest = async () =>
      (await mohar.call('HEAD', '/certificate/api/certificatePDF/L1')).headers['x-certificate-id'];
    for (const [dose, stage] of [
      [1, 'provisional'],
      [2, 'final'],
      [3, 'precaution'],
    ] as const) {
      const { certificateId } = (await certify([vaccinationEvent('L1', dose)])).json()[0];
      expect(await latest(), stage).toBe(certificateId);
    }
    const { certificateId } = (await certify([vaccinationEvent('L2', 2)])).json()[0];
    await certify([vaccinationEvent('L2', 1)]);
    const late = await mohar.call('HEAD', '/certificate/api/certificatePDF/L2');
    expect(late.headers['x-certificate-id']).toBe(certificateId);
  });

  test('an array is all or nothing, and every fault of every event is told', async () => {
    const before = await countCertificates();
    const bad = vaccinationEvent('N2');
    bad.vaccination.dose = 0;
    bad.recipient.dob = '2022-02-30';
    const answer = await certify([vaccinationEvent('N1'), bad]);
    expect(answer.statusCode).toBe(400);
    expect(
      answer.json().faults.map(({ pointer, rule }: { pointer: string; rule: string }) => [pointer, rule]),
    ).toEqual(
      expect.arrayContaining([
        ['/1/vaccination/dose', 'minimum'],
        ['/1/recipient/dob', 'partial-civil-date'],
      ]),
    );
    expect(await countCertificates()).toBe(before);
  });

  test('with partial=true the good ones are issued: 207, a result each', async () => {
    const bad = vaccinationEvent('P2', 100);
    const answer = await certify([vaccinationEvent('P1'), bad], '/v1/certify?partial=true');
    expect(answer.statusCode).toBe(207);
    expect(answer.json().map(({ status }: { status: string }) => status)).toEqual(['issued', 'rejected']);
    expect(answer.json()[1].errors[0].pointer).toBe('/1/vaccination/dose');
  });

  test("DIVOC's own words where neither age nor date of birth is given", async () => {
    const event = vaccinationEvent('M1');
    event.recipient.dob = null;
    const answer = await certify([event]);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      code: 'MISSING_FIELDS',
      message: 'Age and DOB both are missing. Atleast one should be present',
    });
  });

  test('twenty requests with the same event at once make one certificate', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => certify([vaccinationEvent('C1')])));
    const results = answers.map((answer) => answer.json()[0]);
    expect(new Set(results.map(({ certificateId }) => certificateId)).size).toBe(1);
    expect(results.filter(({ status }) => status === 'issued')).toHaveLength(1);
  });

  test('two events with one key in an array: the second is judged against the first', async () => {
    const same = await certify([vaccinationEvent('D1'), vaccinationEvent('D1')]);
    expect(same.json().map(({ status }: { status: string }) => status)).toEqual(['issued', 'duplicate']);
    const other = vaccinationEvent('D2');
    other.recipient.name = 'Another Name';
    expect((await certify([vaccinationEvent('D2'), other])).statusCode).toBe(409);
  });

  test('an unknown entity type is told which there are', async () => {
    const answer = await certify([{}], '/v4/unicorn/certify');
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'SCHEMA_NOT_FOUND' });
    expect(answer.json().faults[0].message).toContain('health-professional');
  });
});
