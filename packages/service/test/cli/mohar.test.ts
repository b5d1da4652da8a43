import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { vaccinationCsv, vaccinationRow } from '../sample-csv.ts';

const root = join(import.meta.dirname, '../../../..');
const directory = mkdtempSync(join(tmpdir(), 'mohar-cli-'));
chmodSync(directory, 0o755);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function mohar(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'packages/service/bin/mohar.js'), ...args],
    {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, MOHAR_DATA: join(directory, 'data') },
    },
  );
  return { status, stdout, stderr };
}
const example = (name: string) => join(root, 'examples', `${name}.json`);

describe('mohar issue and verify', () => {
  test.each([
    ['vaccination', 'Ed25519Signature2018'],
    ['vaccination-international', 'RsaSignature2018'],
    ['test', 'eddsa-rdfc-2022'],
    ['vaccination', 'ecdsa-rdfc-2019'],
  ])('%s with %s: credential, QR picture and QR text verify; exit status 0', (name, proof) => {
    const out = join(directory, `${name}-${proof}`);
    const issued = mohar('issue', example(name), '--out', out, '--proof', proof, '--json');
    expect(issued.status, issued.stderr).toBe(0);
    expect(JSON.parse(issued.stdout)).toMatchObject({ proof });
    expect(readFileSync(join(out, 'certificate.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    for (const file of ['credential.json', 'qr.png']) {
      const verified = mohar('verify', join(out, file), '--json');
      expect(verified.status, verified.stdout + verified.stderr).toBe(0);
      expect(JSON.parse(verified.stdout)).toMatchObject({
        verdict: 'valid',
        status: { state: 'not-checked' },
      });
    }
    const text = mohar('verify', '--json', '--', `-${readFileSync(join(out, 'credential.json'), 'utf8')}`);
    expect(JSON.parse(text.stdout).verdict).toBe('valid');
  });

  test('an entity type of the country pack', () => {
    const out = join(directory, 'professional');
    const issued = mohar(
      'issue',
      example('health-professional'),
      '--type',
      'health-professional',
      '--out',
      out,
    );
    expect(issued.status, issued.stderr).toBe(0);
    expect(mohar('verify', join(out, 'qr.png')).stdout).toContain('VALID');
  });

  test('a changed certificate: exit status 1, and why in words', () => {
    const changed = join(directory, 'changed.json');
    const file = join(directory, 'vaccination-Ed25519Signature2018/credential.json');
    writeFileSync(changed, readFileSync(file, 'utf8').replace('Asha', 'Usha'));
    const { status, stdout } = mohar('verify', changed);
    expect(status).toBe(1);
    expect(stdout).toContain('TAMPERED');
    expect(mohar('verify', '--', '-https://shop.example/').stdout).toContain('UNREADABLE');
  });

  test('faults of an event are all told; exit status 2', () => {
    const file = join(directory, 'bad.json');
    writeFileSync(
      file,
      JSON.stringify({ ...JSON.parse(readFileSync(example('test'), 'utf8')), recipient: {} }),
    );
    const { status, stderr } = mohar('issue', file);
    expect(status).toBe(2);
    for (const pointer of ['/recipient/name', '/recipient/dob', '/recipient/identity'])
      expect(stderr).toContain(pointer);
  });

  test('what cannot be read, or is no command, is said without a stack', () => {
    for (const args of [
      ['verify', '/nowhere'],
      ['issue', '/nowhere'],
      ['issue', example('test'), '--type', 'x'],
    ]) {
      const { status, stderr } = mohar(...args);
      expect(status).toBe(2);
      expect(stderr).toMatch(/^mohar: /);
      expect(stderr).not.toContain('    at ');
    }
    expect(mohar('dance').status).not.toBe(0);
  });
});

describe('mohar keys', () => {
  test('a generated key is not a development key, and is listed without its private half', () => {
    const made = JSON.parse(mohar('keys', 'generate', '--proof', 'ecdsa-rdfc-2019', '--json').stdout);
    expect(made).toMatchObject({ algorithm: 'ES256' });
    const listed = mohar('keys', 'list', '--json').stdout;
    expect(listed).not.toContain('PRIVATE');
    expect(JSON.parse(listed)).toContainEqual(expect.objectContaining({ id: made.id, development: false }));
  });
});

describe('mohar api-key', () => {
  test('create, list, revoke on the embedded database; the key is shown once', () => {
    const { id, key } = JSON.parse(
      mohar('api-key', 'create', '--name', 'register', '--role', 'api', '--json').stdout,
    );
    expect(key).toMatch(/^mohar_[0-9a-f]{12}_[\w-]{43}$/);
    const listed = mohar('api-key', 'list').stdout;
    expect(listed).toContain(id);
    expect(listed).not.toContain(key);
    expect(mohar('api-key', 'revoke', id).status).toBe(0);
    expect(mohar('api-key', 'list').stdout).toContain('revoked');
    expect(mohar('api-key', 'revoke', id).status).toBe(2);
    expect(mohar('api-key', 'create', '--name', 'x', '--role', 'king').stderr).toContain('must be one of');
  });
});

describe('mohar bulk', () => {
  const file = join(directory, 'events.csv');

  test('certifies the rows of a file; the faulty ones go into a file of their own; the same again issues nothing', () => {
    writeFileSync(
      file,
      vaccinationCsv([
        vaccinationRow('L1'),
        vaccinationRow('L2', { recipientName: '' }),
        vaccinationRow('L3'),
      ]),
    );
    const first = mohar('bulk', file);
    expect(first.stderr).toContain('100 %  3 of 3 rows, 1 failed');
    expect(first.stdout).toContain('2 issued, 0 certified before, 1 failed.');
    expect(first.status).toBe(1);
    expect(readFileSync(join(directory, 'events.errors.csv'), 'utf8')).toContain(
      'Missing Fields : recipientName',
    );
    const again = mohar('bulk', file);
    expect(again.stdout).toContain('0 issued, 2 certified before, 1 failed.');
  });

  test('says what is wrong with a file, without a stack', () => {
    writeFileSync(file, 'name,dose\nAsha,1\n');
    const wrong = mohar('bulk', file);
    expect(wrong.stderr).toMatch(/^mohar: Both recipientAge and recipientDOB Headers are missing/);
    expect(wrong.status).toBe(2);
    expect(mohar('bulk', join(directory, 'none.csv')).stderr).toMatch(/^mohar: ENOENT/);
    expect(mohar('bulk', file, '--url', 'http://localhost:1').stderr).toMatch(
      /^mohar: --url needs MOHAR_API_KEY/,
    );
  });
});
