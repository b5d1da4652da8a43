import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { toBase45 } from '@mohar/credential/hcert/base45.ts';
import { packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { afterAll, expect, test } from 'vitest';
import { runningApp } from '../running-app.ts';
import { vaccinationEvent } from '../sample-events.ts';

const running = await runningApp();
afterAll(() => running.close());

const certify = async (name: string) => {
  const [{ certificateId }] = (
    await running.call('POST', '/divoc/api/v1/certify', [vaccinationEvent(name)])
  ).json();
  const credential = (await running.call('GET', `/divoc/api/v1/certificates/${certificateId}`)).json();
  return { certificateId, credential };
};
/** As a stranger: without a key. */
const ask = async (payload: object, url = '/verify') =>
  (await running.app.inject({ method: 'POST', url, payload })).json();

test('QR text, QR bytes, credential, and DIVOC’s own call: the same verdict, status looked up in the registry', async () => {
  const { credential } = await certify('v-1');
  const text = JSON.stringify(credential);
  const answers = await Promise.all([
    ask({ qr: new TextDecoder().decode(packDivocPayload(text, 'text')) }),
    ask({ bytes: Buffer.from(packDivocPayload(text, 'bytes')).toString('base64') }),
    ask({ credential }),
    ask(credential),
    ask(credential, '/divoc/api/v1/verify'),
  ]);
  for (const answer of answers) {
    expect(answer).toMatchObject({
      verdict: 'valid',
      headline: 'Genuine certificate',
      status: { state: 'checked' },
      summary: { kind: 'vaccination', holder: { name: credential.credentialSubject.name } },
    });
  }
});

test('revoked, superseded, changed, a stranger’s, and something else', async () => {
  const revoked = await certify('v-revoked');
  await running.call('DELETE', `/divoc/api/v1/certificates/${revoked.certificateId}?reason=fraud`);
  expect(await ask(revoked.credential)).toMatchObject({
    verdict: 'revoked',
    revocation: { reason: 'fraud' },
  });

  const corrected = await certify('v-corrected');
  const event = vaccinationEvent('v-corrected');
  await running.call('PUT', '/divoc/api/v1/certificate', [
    { ...event, recipient: { ...event.recipient, name: 'Other Name' } },
  ]);
  const superseded = await ask(corrected.credential);
  expect(superseded).toMatchObject({ verdict: 'revoked', revocation: { reason: 'superseded' } });
  expect(superseded.advice).toContain('download the updated one');

  const { credential } = await certify('v-changed');
  const changed = { ...credential, credentialSubject: { ...credential.credentialSubject, name: 'Somebody' } };
  expect(await ask(changed)).toMatchObject({ verdict: 'tampered', status: { state: 'not-checked' } });

  const vectors = join(import.meta.dirname, '../../../../test-vectors/divoc/signed-credentials.json');
  const { cases } = JSON.parse(readFileSync(vectors, 'utf8'));
  const foreign: { credential: object }[] = Object.values(cases);
  const verdicts = await Promise.all(foreign.map(async ({ credential: one }) => (await ask(one)).verdict));
  expect(new Set(verdicts)).toEqual(new Set(['untrusted-issuer']));
  expect(await ask({ qr: 'https://shop.example/offer' })).toMatchObject({
    verdict: 'unreadable',
    headline: 'Not a health certificate',
  });
});

test('a text of a hundred characters that is thousands of lists within each other is answered like any other', async () => {
  const nested = (depth: number) => Buffer.concat([Buffer.alloc(depth, 0x81), Buffer.from([0x00])]);
  for (const depth of [3_000, 5_600, 8_000, 12_000]) {
    const claims = Buffer.concat([
      // {-260: {1: {key: 0}}}
      Buffer.from([0xa1, 0x39, 0x01, 0x03, 0xa1, 0x01, 0xa1]),
      nested(depth),
      Buffer.from([0x00]),
    ]);
    const head = Buffer.from([0x84, 0x40, 0xa0, 0x59, claims.length >> 8, claims.length & 0xff]);
    const cose = Buffer.concat([head, claims, Buffer.from([0x41, 0x00])]);
    const qr = `HC1:${toBase45(deflateSync(cose, { level: 9 }))}`;
    expect(qr.length).toBeLessThan(200);
    for (let time = 0; time < 5; time += 1) {
      const answer = await running.app.inject({ method: 'POST', url: '/verify', payload: { qr } });
      expect([answer.statusCode, answer.json().verdict]).toEqual([200, 'unreadable']);
    }
  }
});

test('in the language asked for', async () => {
  const { credential } = await certify('v-hi');
  const hindi = await ask(credential, '/verify?language=hi');
  const english = await ask(credential);
  expect(hindi.headline).not.toBe(english.headline);
  expect(hindi.headline).toMatch(/\p{Script=Devanagari}/u);
});

test('nothing of what was verified is logged or kept', async () => {
  const { credential, certificateId } = await certify('v-private');
  await ask({ ...credential, credentialSubject: { ...credential.credentialSubject, name: 'Very Private' } });
  await ask(credential);
  const log = running.log.join('');
  expect(log).not.toContain('Very Private');
  expect(log).not.toContain(certificateId);
});

test.each([
  [{}, '', 'required'],
  [{ bytes: 'not base64!' }, '/bytes', 'base64'],
])('%j is refused: %s %s', async (body, pointer, rule) => {
  const answer = await running.app.inject({ method: 'POST', url: '/verify', payload: body });
  expect(answer.statusCode).toBe(400);
  expect(answer.json().faults[0]).toMatchObject({ pointer, rule });
});
