import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MoharProcess, startMohar } from '../mohar-process.ts';
import { vaccinationEvent } from '../sample-events.ts';

const root = join(import.meta.dirname, '../../../..');
const directory = mkdtempSync(join(tmpdir(), 'mohar-batch-'));
chmodSync(directory, 0o755);
const data = join(directory, 'data');
const apiKey = 'batch-test-key-0123456789abcdef0123456789';
const vector = (path: string) => readFileSync(join(root, 'test-vectors', path), 'utf8');
const { cases, keys } = JSON.parse(vector('divoc/signed-credentials.json'));
const issuers = JSON.parse(vector('trust/divoc-issuers.json'));

let mohar: MoharProcess;
beforeAll(async () => {
  mohar = await startMohar({ MOHAR_DATA: data, MOHAR_API_KEY: apiKey, MOHAR_PUBLISH_SECONDS: '1' });
});
afterAll(async () => {
  const ended = new Promise((resolve) => mohar.child.once('exit', resolve));
  mohar.child.kill('SIGTERM');
  await ended;
  rmSync(directory, { recursive: true, force: true });
});

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${mohar.address}/divoc/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return answer.json();
};
const certify = async (name: string): Promise<{ id: string; text: string }> => {
  const [{ certificateId }] = await call('POST', '/certify', [vaccinationEvent(name)]);
  return { id: certificateId, text: JSON.stringify(await call('GET', `/certificates/${certificateId}`)) };
};
const qr = (text: string) => new TextDecoder().decode(packDivocPayload(text, 'text'));

function batch(lines: readonly unknown[], ...options: string[]) {
  const file = join(directory, 'scans.jsonl');
  writeFileSync(
    file,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'packages/service/bin/mohar.js'), 'verify', '--batch', file, ...options],
    { encoding: 'utf8', env: { PATH: process.env.PATH, MOHAR_DATA: data } },
  );
  const answers = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  return { status, answers, stderr };
}
const short = (answers: readonly { id: unknown; verdict: string; status: string; format: string }[]) =>
  answers.map(({ id, verdict, status, format }) => [id, verdict, status, format]);

describe('mohar verify --batch', () => {
  test('beside the running service: its own certificates, with their status from its registry', async () => {
    const [valid, revoked, corrected] = [await certify('b-1'), await certify('b-2'), await certify('b-3')];
    await call('DELETE', `/certificates/${revoked.id}?reason=error`);
    const event = vaccinationEvent('b-3');
    await call('PUT', '/certificate', [{ ...event, recipient: { ...event.recipient, name: 'Right Name' } }]);
    const { keys: jwks } = await (await fetch(`${mohar.address}/.well-known/jwks.json`)).json();
    const own = `-----BEGIN PUBLIC KEY-----\n${Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(jwks[0].x, 'base64url'),
    ]).toString('base64')}\n-----END PUBLIC KEY-----`;
    const { status, answers, stderr } = batch([
      { id: 'valid', qr: qr(valid.text) },
      { id: 'bytes', bytes: Buffer.from(packDivocPayload(valid.text, 'bytes')).toString('base64') },
      { id: 'own key', qr: qr(revoked.text), trust: [own] },
      { id: 'revoked', qr: qr(revoked.text) },
      { id: 'superseded', qr: qr(corrected.text) },
      { id: 'tampered', qr: qr(valid.text.replace('Asha', 'Usha')) },
      { id: 'too early', qr: qr(valid.text), at: '2020-01-01T00:00:00Z' },
      { id: 'shop', qr: 'https://shop.example/offer?id=7' },
    ]);
    expect(stderr).toBe('');
    expect(short(answers)).toEqual([
      ['valid', 'valid', 'checked', 'divoc'],
      ['bytes', 'valid', 'checked', 'divoc'],
      ['own key', 'revoked', 'checked', 'divoc'],
      ['revoked', 'revoked', 'checked', 'divoc'],
      ['superseded', 'revoked', 'checked', 'divoc'],
      ['tampered', 'tampered', 'not-checked', 'divoc'],
      ['too early', 'not-yet-valid', 'checked', 'divoc'],
      ['shop', 'unreadable', 'not-checked', null],
    ]);
    expect(answers[4].checks.at(-1).code).toBe('status.superseded');
    expect(status).toBe(0);
  });

  test('with status files instead of the registry', async () => {
    const revoked = await certify('b-files');
    await call('DELETE', `/certificates/${revoked.id}?reason=fraud`);
    const until = async (path: string) => {
      for (;;) {
        const answer = await fetch(`${mohar.address}/status/${path}`);
        if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const lines = [{ id: 1, qr: qr(revoked.text) }];
    for (let tries = 0; tries < 40; tries += 1) {
      for (const [name, path] of [
        ['trust-list.jws', 'trust-list'],
        ['filter', 'filter'],
        ['delta', 'filter-delta'],
      ] as const)
        writeFileSync(join(directory, name), await until(path));
      const files = ['filter', 'delta'].flatMap((name) => ['--status', join(directory, name)]);
      const { answers, stderr } = batch(
        lines,
        '--offline',
        '--trust-list',
        join(directory, 'trust-list.jws'),
        ...files,
      );
      expect(stderr).toBe('');
      if (answers[0].verdict === 'revoked') return;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error('The revocation did not come into the published files.');
  });

  test('other issuers: PEM keys, DER keys and certificates; a stranger is told from a change', () => {
    const foreign = cases.filter(({ key }: { key: string }) => key === 'test-key')[0].credential;
    const text = JSON.stringify(foreign);
    const testKey: string = keys['test-key'];
    const der = testKey.replaceAll(/-----[^-]+-----|\s/g, '');
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
      type: 'spki',
      format: 'pem',
    });
    const { status, answers } = batch([
      { id: 'pem', qr: text, trust: [testKey] },
      { id: 'der', qr: qr(text), trust: ['garbage', der] },
      { id: 'stranger', qr: text, trust: [other] },
      {
        id: 'changed',
        qr: text.replace('"name": "', '"name": "X').replace('"name":"', '"name":"X'),
        trust: [testKey],
      },
      { id: 'nobody', qr: text, trust: [] },
      {
        id: 'known',
        qr: JSON.stringify(cases.at(-1).credential),
        trust: [issuers['did:jamaica'].publicKeyPem],
      },
    ]);
    expect(short(answers)).toEqual([
      ['pem', 'valid', 'not-checked', 'divoc'],
      ['der', 'valid', 'not-checked', 'divoc'],
      ['stranger', 'untrusted-issuer', 'not-checked', 'divoc'],
      ['changed', 'tampered', 'not-checked', 'divoc'],
      ['nobody', 'untrusted-issuer', 'not-checked', 'divoc'],
      ['known', 'untrusted-issuer', 'not-checked', 'divoc'],
    ]);
    expect(answers[0].checks.map(({ code }: { code: string }) => code)).toContain('binding.open');
    expect(status).toBe(0);
  });

  test('lines that cannot be answered say why, and the others are answered', () => {
    const { status, answers } = batch([
      'no json',
      { id: 2 },
      { id: 3, qr: 'x', trust: 'one' },
      { id: 4, qr: 'x', at: 'noon' },
      { id: 5, qr: 'x' },
      '[]',
      'null',
    ]);
    expect(status).toBe(1);
    expect(answers.map(({ id, error, verdict }) => [id, error ? 'error' : verdict])).toEqual([
      [null, 'error'],
      [2, 'error'],
      [3, 'error'],
      [4, 'error'],
      [5, 'unreadable'],
      [null, 'error'],
      [null, 'error'],
    ]);
  });
});
