import { execFile } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importKey } from '../../src/signing/key-store.ts';
import { type MoharProcess, startMohar } from '../mohar-process.ts';
import { vaccinationEvent } from '../sample-events.ts';
import { createSoftHsm, pin, softHsmMissing } from '../signing/pkcs11/soft-token.ts';

const root = join(import.meta.dirname, '../../../..');
const directory = mkdtempSync(join(tmpdir(), 'mohar-cli-keys-'));
chmodSync(directory, 0o755);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const apiKey = 'keys-on-the-command-line-0123456789abcdef';
const environment = {
  MOHAR_DATA: join(directory, 'data'),
  MOHAR_API_KEY: apiKey,
  MOHAR_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
};

function mohar(args: string[], more: Record<string, string> = {}) {
  return new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'packages/service/bin/mohar.js'), 'keys', ...args],
      { env: { PATH: process.env.PATH, ...environment, ...more } },
      (error, stdout, stderr) => resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}
const json = async (args: string[], more: Record<string, string> = {}) => {
  const { status, stdout, stderr } = await mohar([...args, '--json'], more);
  expect(status, stderr).toBe(0);
  expect(stdout + stderr).not.toMatch(/PRIVATE|"d":|private_?key/i);
  return JSON.parse(stdout);
};
const refusal = async (args: string[], more: Record<string, string> = {}) => {
  const { status, stderr } = await mohar(args, more);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^mohar: /);
  expect(stderr).not.toContain('    at ');
  return stderr;
};

describe('mohar keys, beside a running service with the embedded database', () => {
  let running: MoharProcess;
  beforeAll(async () => {
    running = await startMohar(environment);
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => running.child.once('exit', resolve));
    running.child.kill('SIGTERM');
    await ended;
  });

  let serial = 0;
  const signingMethod = async (): Promise<string> => {
    serial += 1;
    const answer = await fetch(`${running.address}/divoc/api/v1/certify?include=credential`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify([vaccinationEvent(`cli-keys-${serial}`)]),
    });
    const [{ credential }] = (await answer.json()) as [{ credential: { proof: Record<string, string> } }];
    return credential.proof.verificationMethod as string;
  };
  const untilSignedBy = async (method: string) => {
    while ((await signingMethod()) !== method) await sleep(100);
  };

  test('list, rotate, retire: the service goes on with the new key, without a restart', async () => {
    const [first, ...more] = await json(['list']);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ state: 'active', kept: 'sealed', algorithm: 'EdDSA', development: false });
    expect(await signingMethod()).toBe(first.verificationMethod);

    const second = await json(['rotate']);
    expect(second).toMatchObject({ state: 'active', kept: 'sealed' });
    await untilSignedBy(second.verificationMethod);

    const later = '2099-01-01T00:00:00Z';
    const { stdout } = await mohar(['rotate', '--at', later]);
    expect(stdout).toContain('takes over at 2099-01-01T00:00:00.000Z');
    const listed = await json(['list']);
    expect(listed.map(({ state }: { state: string }) => state)).toEqual(['retiring', 'active', 'created']);
    const since = new Date().toISOString();
    const { key, successor } = await json(['retire', second.id, '--compromised-since', since]);
    expect(key).toMatchObject({ id: second.id, state: 'compromised' });
    expect(successor).toMatchObject({ id: listed[2].id, state: 'active' });
    await untilSignedBy(successor.verificationMethod);
    expect(await refusal(['retire', successor.id])).toContain('no other key could take over');
    const rotated = await json(['retire', successor.id, '--rotate']);
    await untilSignedBy(rotated.successor.verificationMethod);
    expect((await mohar(['list'])).stdout).toMatch(
      /^[0-9a-f]{16} +EdDSA +compromised +sealed +compromised since /m,
    );
  });

  test('generate makes a file that the registry does not know; import takes it in, sealed', async () => {
    const made = await json(['generate']);
    expect(await json(['list'])).toContainEqual(
      expect.objectContaining({ id: made.id, state: 'unused', kept: 'file', development: false }),
    );
    const imported = await json(['import', made.file]);
    expect(imported).toMatchObject({ id: made.id, state: 'active', kept: 'sealed' });
    expect(imported).not.toHaveProperty('validFrom');
    await untilSignedBy(imported.verificationMethod);
    expect(await refusal(['import', made.file])).toContain('registered already; it is active');
  });

  test('import of an encrypted key takes its passphrase', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const file = join(directory, 'encrypted.pem');
    writeFileSync(
      file,
      privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' }),
    );
    expect(await refusal(['import', file])).toContain('an encrypted key');
    expect(await refusal(['import', file], { MOHAR_IMPORT_PASSPHRASE: 'wrong' })).toContain(
      'passphrase is not',
    );
    const at = '2098-01-01T00:00:00+05:30';
    const imported = await json(['import', file, '--at', at], { MOHAR_IMPORT_PASSPHRASE: 'open sesame' });
    expect(imported).toMatchObject({ state: 'created', takesOverAt: '2097-12-31T18:30:00.000Z' });
    const plain = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(imported.id).toBe(importKey(plain, 'plain').id);
    await json(['retire', imported.id]);
  });

  test('export-public: PEM, JWK, DID document; of one key or of all', async () => {
    const keys = await json(['list']);
    const active = keys.find(({ state }: { state: string }) => state === 'active');
    const compromised = keys.find(({ state }: { state: string }) => state === 'compromised');
    const pem = (await mohar(['export-public', active.id])).stdout;
    expect(createPublicKey(pem).equals(createPublicKey(active.publicKeyPem))).toBe(true);
    const all = (await mohar(['export-public'])).stdout;
    expect(all.match(/BEGIN PUBLIC KEY/g)).toHaveLength(keys.length);
    const jwk = JSON.parse((await mohar(['export-public', active.id, '--format', 'jwk'])).stdout);
    expect(createPublicKey({ key: jwk, format: 'jwk' }).equals(createPublicKey(pem))).toBe(true);
    const set = await json(['export-public', '--format', 'jwk']);
    const did = await json(['export-public', '--format', 'did']);
    const published = (path: string) =>
      fetch(`${running.address}/.well-known/${path}`).then((one) => one.json());
    expect(set).toEqual(await published('jwks.json'));
    expect(did).toEqual(await published('did.json'));
    expect(JSON.stringify([set, did])).not.toContain(compromised.id);
    const facts = await json(['export-public', active.id]);
    expect(facts).toMatchObject([{ id: active.id, thumbprint: expect.stringMatching(/^[\w-]{43}$/) }]);
    expect(await refusal(['export-public', 'nobody'])).toContain(active.id);
  });

  test('what is wrong is said with what would be right', async () => {
    expect(await refusal(['rotate', '--at', 'tomorrow'])).toContain('like 2026-01-31T12:00:00Z');
    expect(await refusal(['rotate', '--at', '2026-02-30T12:00:00'])).toContain('RFC 3339');
    expect(await refusal(['rotate', '--at', '2020-01-31T12:00:00Z'])).toContain('is past');
    expect(await refusal(['retire', 'x', '--compromised-since', '2099-01-31T12:00:00Z'])).toContain(
      'lies ahead',
    );
    expect(await refusal(['retire', 'nobody'])).toContain('The registry has no key nobody');
    expect(await refusal(['rotate', '--pkcs11'])).toContain('MOHAR_PKCS11_MODULE');
    expect(await refusal(['rotate', '--label', 'x'])).toContain('--pkcs11');
    expect(await refusal(['rotate'], { MOHAR_KEY_ENCRYPTION_KEY: '' })).toContain('There is no place');
    expect(await refusal(['import', '/nowhere.pem'])).toContain('ENOENT');
    const odd = join(directory, 'odd.pem');
    writeFileSync(odd, 'no key');
    expect(await refusal(['import', odd])).toContain('-----BEGIN PRIVATE KEY-----');
  });
});

test('without a service, the commands start the embedded database themselves; production bootstraps with rotate', async () => {
  const alone = {
    MOHAR_DATA: join(directory, 'alone'),
    NODE_ENV: 'production',
    MOHAR_KEY_ENCRYPTION_KEY: '',
    MOHAR_KEY_PASSPHRASE: 'a passphrase for production',
  };
  // The formats that the country gives out want keys of their own.
  const nothing = (await mohar(['list'], alone)).stdout.split('\n');
  expect(nothing).toEqual([
    'There are no keys yet.',
    ...['hcert', 'vds-nc', 'shc'].map((use) => expect.stringContaining(`! No ${use} key signs now`)),
    '',
  ]);
  const key = await json(['rotate', '--proof', 'ecdsa-rdfc-2019'], alone);
  expect(key).toMatchObject({ algorithm: 'ES256', kept: 'sealed', state: 'active' });
  expect(await json(['list'], alone)).toMatchObject([{ id: key.id }]);
  const { child, address } = await startMohar({ ...alone, MOHAR_PROOF: 'ecdsa-rdfc-2019' });
  // It issues; the formats that the country gives out are answered with 503 as yet.
  const missing = { code: 'DOCUMENT_KEY_MISSING', message: expect.stringContaining('key signs now') };
  expect(await (await fetch(`${address}/health`)).json()).toEqual({
    status: 'WARN',
    warnings: [missing, missing, missing],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test.skipIf(softHsmMissing())('keys in a token: made, named, handed the work', async () => {
  const hsm = createSoftHsm('ministry');
  const token = {
    MOHAR_DATA: join(directory, 'token'),
    SOFTHSM2_CONF: process.env.SOFTHSM2_CONF ?? '',
    MOHAR_PKCS11_MODULE: hsm.setting('ministry').module,
    MOHAR_PKCS11_TOKEN: 'ministry',
    MOHAR_PKCS11_PIN: pin,
  };
  const made = await json(['generate', '--pkcs11', '--label', 'first'], token);
  expect(made).toMatchObject({ algorithm: 'EdDSA', label: 'first' });
  expect(await refusal(['generate', '--pkcs11', '--label', 'first'], token)).toContain('already');
  const first = await json(['rotate', '--pkcs11', '--label', 'first'], token);
  expect(first).toMatchObject({
    id: made.id,
    kept: 'token',
    state: 'active',
    publicKeyPem: made.publicKeyPem,
  });
  const second = await json(['rotate', '--pkcs11'], token);
  expect(second).toMatchObject({ kept: 'token', state: 'active' });
  expect(second.id).not.toBe(first.id);
  const wrong = await refusal(['rotate', '--pkcs11'], { ...token, MOHAR_PKCS11_PIN: 'wrong-pin' });
  expect(wrong).toContain('is wrong');
  expect(wrong).not.toContain('wrong-pin');
  hsm.delete();
});

test('rotate on an empty registry makes the first key: there is none before it', async () => {
  const empty = { MOHAR_DATA: join(directory, 'empty') };
  const first = await mohar(['rotate'], empty);
  expect(first.stdout, first.stderr).toMatch(
    /^Key \S+ \(EdDSA, sealed\) signs from now on: it is the first\.\n$/,
  );
  const second = await mohar(['rotate'], empty);
  expect(second.stdout).toContain('the key before it stays valid');
  const other = await mohar(['rotate', '--proof', 'ecdsa-rdfc-2019'], empty);
  expect(other.stdout).toMatch(/signs from now on\.\nVerifiers that carry an older trust list/);
});
