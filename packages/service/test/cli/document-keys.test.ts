import { execFile, execFileSync } from 'node:child_process';
import { createPublicKey, randomBytes, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../fresh-database.ts';
import { type MoharProcess, startMohar } from '../mohar-process.ts';
import { opensslMissing } from '../signing/openssl.ts';
import { createSoftHsm, pin, softHsmMissing } from '../signing/pkcs11/soft-token.ts';

const root = join(import.meta.dirname, '../../../..');
const directory = mkdtempSync(join(tmpdir(), 'mohar-cli-dsc-'));
chmodSync(directory, 0o755);
const at = (name: string) => join(directory, name);

let database: Awaited<ReturnType<typeof freshDatabase>>;
const environment: Record<string, string> = {
  MOHAR_DATA: at('data'),
  MOHAR_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  MOHAR_AUTHORITY_PASSPHRASE: 'of the authority, kept in a safe',
};
beforeAll(async () => {
  database = await freshDatabase();
  environment.DATABASE_URL = database.url;
});
afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

function mohar(args: string[], more: Record<string, string> = {}) {
  return new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'packages/service/bin/mohar.js'), 'keys', 'dsc', ...args],
      { env: { PATH: process.env.PATH, ...environment, ...more } },
      (error, stdout, stderr) => resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}
const json = async (args: string[], more: Record<string, string> = {}) => {
  const { status, stdout, stderr } = await mohar([...args, '--json'], more);
  expect(status, stderr).toBe(0);
  expect(stdout + stderr).not.toMatch(/PRIVATE KEY|"d":|private_?key/i);
  return JSON.parse(stdout);
};
const refusal = async (args: string[], more: Record<string, string> = {}) => {
  const { status, stderr } = await mohar(args, more);
  expect(status).not.toBe(0);
  expect(stderr).not.toContain('    at ');
  return stderr;
};
const production = { NODE_ENV: 'production' };
const authority = ['--authority', at('csca/csca.pem'), '--authority-key', at('csca/csca.key.pem')];

describe('mohar keys dsc', () => {
  test('authority create: a key that is encrypted and readable by its owner alone; never over another', async () => {
    const made = await json(['authority', 'create', '--out', at('csca')]);
    expect(made).toEqual({ certificate: at('csca/csca.pem'), key: at('csca/csca.key.pem'), encrypted: true });
    expect(readFileSync(made.key, 'utf8')).toContain('ENCRYPTED');
    expect(statSync(made.key).mode & 0o777).toBe(0o600);
    const x509 = new X509Certificate(readFileSync(made.certificate));
    expect([x509.ca, x509.subject]).toEqual([true, 'C=XX\nCN=CSCA XX']);
    expect(await refusal(['authority', 'create', '--out', at('csca')])).toContain('there already');
    expect(await refusal(['authority', 'create', '--out', at('x'), '--country', 'india'])).toContain(
      'alpha-2',
    );
    expect(existsSync(at('x'))).toBe(false);
    const short = { MOHAR_AUTHORITY_PASSPHRASE: 'eleven char' };
    expect(await refusal(['authority', 'create', '--out', at('x')], short)).toBe(
      'mohar: MOHAR_AUTHORITY_PASSPHRASE is shorter; it must be of 12 characters or more.\n',
    );
    expect(existsSync(at('x'))).toBe(false);
  });

  test('create: each use, sealed, in production too; announced with --at', async () => {
    const hcert = await json(['create', '--use', 'hcert', '--events', 'test', ...authority], production);
    expect(hcert).toMatchObject({ use: 'hcert', state: 'active', kept: 'sealed', development: false });
    expect(hcert.events).toEqual(['test']);
    const x509 = new X509Certificate(hcert.certificate);
    expect(x509.publicKey.equals(createPublicKey(hcert.publicKeyPem))).toBe(true);
    expect(x509.verify(new X509Certificate(readFileSync(at('csca/csca.pem'))).publicKey)).toBe(true);
    const from = new Date(Date.now() + 40 * 24 * 3_600_000).toISOString();
    const seal = await json(['create', '--use', 'vds-nc', '--at', from, ...authority], production);
    expect(seal.validFrom.slice(0, 19)).toBe(from.slice(0, 19));
    const card = await json(['create', '--use', 'shc'], production);
    expect(card.keyId).toMatch(/^[\w-]{43}$/);
    expect(card).not.toHaveProperty('certificate');
    const listed = await json(['list'], production);
    expect(listed.keys.map(({ id }: { id: string }) => id)).toEqual([hcert.id, seal.id, card.id]);
    // The seal's key has not begun.
    expect(listed.warnings).toMatchObject([{ code: 'DOCUMENT_KEY_MISSING', use: 'vds-nc' }]);
    expect((await mohar(['list'])).stdout).toMatch(
      /^[0-9a-f]{16} +hcert +active +sealed +signs from .*\(test\); signs now$/m,
    );
  });

  test('create says what is to be done, for each use; and list which of the active keys signs', async () => {
    const ofTests = await mohar(['create', '--use', 'hcert', '--events', 'recovery', ...authority]);
    expect(ofTests.stdout).toMatch(
      /\nThe trust list names it with the next publication\. It signs already.*dsc package/,
    );
    const from = ['--at', new Date(Date.now() + 24 * 3_600_000).toISOString()];
    const later = await mohar(['create', '--use', 'hcert', '--events', 'recovery', ...authority, ...from]);
    expect(later.stdout).toContain('need its certificate before it signs: mohar keys dsc package');
    const seal = await mohar(['create', '--use', 'vds-nc', ...authority]);
    expect(seal.stdout).toContain('that of the authority (CSCA)');
    const card = await mohar(['create', '--use', 'shc']);
    expect(card.stdout).toContain('https://mohar.example/shc/.well-known/jwks.json');
    for (const { stdout } of [seal, card]) expect(stdout).not.toContain('package');

    const listed = (await mohar(['list'], production)).stdout;
    const line = (created: string) => {
      const [, id] = / key ([0-9a-f]{16}) /.exec(created) ?? [];
      return listed.split('\n').find((one) => one.startsWith(`${id} `)) ?? '';
    };
    expect(line(ofTests.stdout)).toMatch(/\(recovery\); signs now$/);
    expect(line(later.stdout)).toMatch(/\(recovery\)$/);
    expect(line(card.stdout)).toMatch(/; signs now$/);
    // The one before it is active too.
    expect(listed.match(/ shc .*; signs now$/gm)).toHaveLength(1);
    expect(listed.match(/ shc .* active /gm)).toHaveLength(2);
    const { keys } = await json(['list']);
    const signing = keys.filter(({ signsNow }: { signsNow: string[] }) => signsNow.length > 0);
    expect(signing.map(({ use, signsNow }: Record<string, unknown>) => [use, signsNow])).toEqual([
      ['hcert', ['test']],
      ['hcert', ['recovery']],
      ['vds-nc', ['vaccination', 'test']],
      ['shc', ['vaccination', 'test']],
    ]);
    for (const { stdout } of [ofTests, later, seal, card])
      await json(['retire', / key ([0-9a-f]{16}) /.exec(stdout)?.[1] ?? '']);
  });

  test('create refuses what cannot be, and says what would be right', async () => {
    const wrong = { MOHAR_AUTHORITY_PASSPHRASE: 'wrong' };
    const said = await Promise.all([
      refusal(['create', '--use', 'hcert'], production),
      refusal(['create', '--use', 'hcert', ...authority.slice(0, 2)]),
      refusal(['create', '--use', 'hcert', '--events', 'birth', ...authority]),
      refusal(['create', '--use', 'hcert', ...authority], wrong),
    ]);
    for (const [n, words] of ['mohar keys dsc csr', 'go together', 'birth', 'passphrase'].entries())
      expect(said[n]).toContain(words);
    const trying = await json(['create', '--use', 'hcert']);
    expect(trying).toMatchObject({ development: true, kept: 'sealed' });
    await json(['retire', trying.id]);
  });

  test('a key for trying out is told from others: why, what to set, and that production does not use it', async () => {
    const unsealed = { MOHAR_KEY_ENCRYPTION_KEY: '' };
    const open = await mohar(['create', '--use', 'hcert', ...authority], unsealed);
    expect(open.stdout).toContain('for trying out, and production does not use it');
    expect(open.stdout).toMatch(/Set MOHAR_KEY_ENCRYPTION_KEY .* or MOHAR_KEY_PASSPHRASE/);
    expect(open.stdout).not.toContain('package');
    const ours = await mohar(['create', '--use', 'hcert']);
    expect(ours.stdout).toContain('no authority of the country signed its certificate');
    const asked = await mohar(['csr', '--use', 'hcert', '--out', at('trying.pem')], unsealed);
    expect(asked.stdout).toContain('Set MOHAR_KEY_ENCRYPTION_KEY');
    const ids = [open, ours, asked].map(({ stdout }) => / key ([0-9a-f]{16}) /.exec(stdout)?.[1] ?? '');
    const listed = (await mohar(['list'], production)).stdout.split('\n');
    for (const id of ids)
      expect(listed.find((line) => line.startsWith(id))).toMatch(/; for trying out: not used in production$/);
    expect((await mohar(['list'])).stdout).toMatch(new RegExp(`^${ids[0]} .*; for trying out$`, 'm'));
    for (const id of ids) await json(['retire', id]);
  });

  test('csr: no key without a file for its request, no file without a key, nothing overwritten', async () => {
    const before = (await json(['list'])).keys.length;
    const asked = ['csr', '--use', 'hcert', '--out'];
    writeFileSync(at('there.pem'), 'of somebody else');
    expect(await refusal([...asked, at('there.pem')], production)).toContain('there already');
    expect(readFileSync(at('there.pem'), 'utf8')).toBe('of somebody else');
    expect(await refusal([...asked, at('nowhere/request.pem')], production)).toContain('folder');
    const unsealed = { ...production, MOHAR_KEY_ENCRYPTION_KEY: '' };
    expect(await refusal([...asked, at('unsealed.pem')], unsealed)).toContain('MOHAR_KEY_ENCRYPTION_KEY');
    expect(await refusal([...asked, at('country.pem'), '--country', 'xx'])).toContain('alpha-2');
    for (const file of ['unsealed.pem', 'country.pem', 'nowhere']) expect(existsSync(at(file))).toBe(false);
    expect((await json(['list'])).keys).toHaveLength(before);
    const { id, request } = await json([...asked, at('kept.pem')], production);
    expect(readFileSync(at('kept.pem'), 'utf8')).toBe(request);
    // Given up before it ever had a certificate: nothing is missing.
    await json(['retire', id]);
    expect((await json(['list'])).warnings).not.toContainEqual(
      expect.objectContaining({ keyId: '', use: 'hcert' }),
    );
  });

  test.skipIf(opensslMissing)('csr, signed by an authority of OpenSSL, import, retire', async () => {
    const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
    const requested = await json(['csr', '--use', 'vds-nc', '--out', at('request.pem')], production);
    expect(requested.state).toBe('requested');
    for (const name of ['ca', 'stranger']) {
      openssl(
        ...[
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:P-384',
          '-noenc',
          '-days',
          '1400',
        ],
        ...['-subj', '/C=XX/CN=State CA', '-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)],
      );
    }
    openssl(
      ...['x509', '-req', '-in', at('request.pem'), '-CA', at('ca.pem'), '-CAkey', at('ca.key')],
      ...['-days', '700', '-copy_extensions', 'copyall', '-out', at('ds.pem')],
    );
    expect(await refusal(['import', at('ds.pem'), '--authority', at('stranger.pem')])).toContain(
      'did not sign',
    );
    expect(await refusal(['import', at('ds.pem'), '--country', 'YY'])).toContain('country XX, not YY');
    expect(await refusal(['import', at('request.pem')])).toContain('not an X.509 certificate');
    const imported = await json(['import', at('ds.pem'), '--authority', at('ca.pem')], production);
    expect(imported).toMatchObject({ id: requested.id, state: 'active', events: [] });
    const since = new Date(Date.now() - 60_000).toISOString();
    const retired = await json(['retire', requested.id, '--compromised', since]);
    expect(retired).toMatchObject({ state: 'retired', compromisedSince: `${since.slice(0, 19)}.000Z` });
    expect(await refusal(['retire', requested.id])).toContain('retired already');
    expect(await refusal(['retire', requested.id, '--compromised', '2999-01-01T00:00:00Z'])).toContain(
      '--compromised is 2999',
    );
  });

  test.skipIf(opensslMissing)(
    'package: what the EU’s and WHO’s gateways want, as OpenSSL verifies it',
    async () => {
      const openssl = (...args: string[]) =>
        execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
      for (const [name, country] of [
        ['up', 'XX'],
        ['tls', 'XX'],
        ['foreign', 'YY'],
      ]) {
        openssl(
          ...[
            'req',
            '-x509',
            '-newkey',
            'ec',
            '-pkeyopt',
            'ec_paramgen_curve:P-256',
            '-noenc',
            '-days',
            '700',
          ],
          ...['-subj', `/C=${country}/CN=${name}`, '-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)],
        );
      }
      const upload = ['--upload-certificate', at('up.pem'), '--upload-key', at('up.key')];
      const [hcert] = (await json(['list'])).keys.filter(
        ({ use, state }: Record<string, string>) => use === 'hcert' && state === 'active',
      );
      const eu = await json(['package', '--for', 'eu', ...upload, '--out', at('eu')], production);
      expect(eu.files).toEqual([`${hcert.id}.pem`, `${hcert.id}.cms`]);
      const content = (cms: string) => {
        rmSync(at('content'), { force: true });
        execFileSync(
          'openssl',
          [
            ...['cms', '-verify', '-inform', 'DER', '-CAfile', at('up.pem'), '-purpose', 'any', '-binary'],
            ...['-out', at('content')],
          ],
          { input: Buffer.from(cms, 'base64'), stdio: 'pipe' },
        );
        return new X509Certificate(readFileSync(at('content'))).toString();
      };
      expect(content(readFileSync(join(at('eu'), `${hcert.id}.cms`), 'utf8'))).toBe(hcert.certificate);

      const trying = await json(['create', '--use', 'hcert', ...authority], { MOHAR_KEY_ENCRYPTION_KEY: '' });
      await json(['retire', hcert.id]);
      const none = await refusal(['package', '--for', 'eu', ...upload, '--out', at('no')]);
      expect(none).toContain('no hcert key');
      expect(none).toMatch(
        new RegExp(
          `Key ${trying.id}: it is for trying out: .*Set MOHAR_KEY_ENCRYPTION_KEY .* or MOHAR_KEY_PASSPHRASE`,
        ),
      );
      expect(none).toContain(`Key ${hcert.id}: it is retired.`);
      const one = ['package', '--for', 'eu', '--key', trying.id, ...upload, '--out', at('no')];
      expect(await refusal(one)).toContain('it is for trying out');
      await json(['retire', trying.id]);
      // As many servers have it: the key beside the certificate.
      const certificate = readFileSync(at('tls.pem'), 'utf8');
      writeFileSync(at('both.pem'), readFileSync(at('tls.key'), 'utf8') + certificate);
      const tls = ['--tls-certificate', at('both.pem'), '--tls-authority', at('tls.pem')];
      const who = await json(
        ['package', '--for', 'gdhcn', '--key', hcert.id, ...upload, ...tls, '--out', at('who')],
        production,
      );
      expect(who.files).toEqual([
        'onboarding/DCC/SCA/SCA.pem',
        'onboarding/DCC/UP/UP.pem',
        'onboarding/DCC/TLS/TLS.pem',
        'onboarding/DCC/TLS/CA.pem',
        `dsc/${hcert.id}.pem`,
        `dsc/${hcert.id}.cms`,
        `dsc/${hcert.id}.json`,
      ]);
      const folder = at('who/onboarding/DCC');
      expect(readFileSync(join(folder, 'SCA/SCA.pem'), 'utf8')).toBe(hcert.authority);
      expect(readFileSync(join(folder, 'UP/UP.pem'), 'utf8')).toBe(readFileSync(at('up.pem'), 'utf8'));
      for (const file of ['TLS', 'CA'])
        expect(readFileSync(join(folder, `TLS/${file}.pem`), 'utf8')).toBe(certificate);
      const keyAlone = ['--tls-certificate', at('tls.key'), '--for', 'gdhcn', '--key', hcert.id, ...upload];
      expect(await refusal(['package', ...keyAlone, '--out', at('no')])).toContain('no certificate');
      const body = JSON.parse(readFileSync(at(`who/dsc/${hcert.id}.json`), 'utf8'));
      expect(body).toMatchObject({ properties: {}, domain: 'DCC' });
      expect(content(body.cms)).toBe(hcert.certificate);

      const swapped = ['--upload-certificate', at('up.pem'), '--upload-key', at('tls.key')];
      expect(await refusal(['package', '--for', 'eu', ...swapped, '--out', at('no')])).toContain(
        'not the one',
      );
      const foreign = ['--upload-certificate', at('foreign.pem'), '--upload-key', at('foreign.key')];
      expect(await refusal(['package', '--for', 'eu', ...foreign, '--out', at('no')])).toContain(
        'country YY',
      );
      expect(existsSync(at('no'))).toBe(false);
    },
  );
});

test.skipIf(softHsmMissing() || opensslMissing)(
  'in a token, where one is configured: created, requested, listed, packed, retired',
  async () => {
    const hsm = createSoftHsm('ministry');
    const token = {
      ...production,
      SOFTHSM2_CONF: process.env.SOFTHSM2_CONF ?? '',
      MOHAR_PKCS11_MODULE: hsm.setting('ministry').module,
      MOHAR_PKCS11_TOKEN: 'ministry',
      MOHAR_PKCS11_PIN: pin,
    };
    const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
    const hcert = await json(['create', '--use', 'hcert', ...authority], token);
    const card = await json(['create', '--use', 'shc'], token);
    expect([hcert, card]).toMatchObject([{ kept: 'token' }, { kept: 'token', state: 'active' }]);
    const seal = await json(['csr', '--use', 'vds-nc', '--out', at('token.pem')], token);
    expect(seal).toMatchObject({ kept: 'token', state: 'requested' });
    openssl('req', '-in', at('token.pem'), '-noout', '-verify');
    openssl(
      ...[
        'x509',
        '-req',
        '-in',
        at('token.pem'),
        '-CA',
        at('csca/csca.pem'),
        '-CAkey',
        at('csca/csca.key.pem'),
      ],
      ...['-passin', `pass:${environment.MOHAR_AUTHORITY_PASSPHRASE}`],
      ...['-days', '700', '-copy_extensions', 'copyall', '-out', at('token-ds.pem')],
    );
    // What needs no private key needs no token.
    const imported = await json(
      ['import', at('token-ds.pem'), '--authority', at('csca/csca.pem')],
      production,
    );
    expect(imported).toMatchObject({ id: seal.id, state: 'active', kept: 'token' });
    expect((await mohar(['list'])).stdout).toMatch(
      new RegExp(`^${hcert.id}  hcert +active +token +signs`, 'm'),
    );
    const upload = ['--upload-certificate', at('up.pem'), '--upload-key', at('up.key')];
    const eu = await json(['package', '--for', 'eu', '--key', hcert.id, ...upload, '--out', at('eu-token')]);
    expect(eu.files).toEqual([`${hcert.id}.pem`, `${hcert.id}.cms`]);
    expect((await json(['retire', hcert.id])).state).toBe('retired');
    const wrong = { ...token, MOHAR_PKCS11_PIN: 'wrong-pin' };
    const said = await refusal(['create', '--use', 'shc'], wrong);
    expect(said).toContain('is wrong');
    expect(said).not.toContain('wrong-pin');
    hsm.delete();
  },
);

describe('a service beside it', () => {
  let running: MoharProcess;
  beforeAll(async () => {
    running = await startMohar({ ...environment, MOHAR_PUBLISH_SECONDS: '1' });
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => running.child.once('exit', resolve));
    running.child.kill('SIGTERM');
    await ended;
  });

  test('notices a new key, and publishes it', async () => {
    const named = async () => {
      const answer = await fetch(`${running.address}/status/trust-list`);
      if (!answer.ok) return [];
      const { keys } = await readTrustList(await answer.text());
      return keys.map(({ verificationMethod = '' }) => verificationMethod.split('#')[1]);
    };
    const { id } = await json(['create', '--use', 'hcert', ...authority]);
    while (!(await named()).includes(id)) await sleep(200);
    const listed = await json(['list']);
    const published = new Set(await named());
    const certified = listed.keys.filter(({ validFrom }: { validFrom?: string }) => validFrom !== undefined);
    expect(certified.length).toBeGreaterThan(3);
    expect(certified.every((key: { id: string }) => published.has(key.id))).toBe(true);
  });
});
