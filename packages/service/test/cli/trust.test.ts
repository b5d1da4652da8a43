import { execFile } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { importSource } from '../../src/cli/trust/import.ts';
import { importedKeys } from '../../src/registry/trusted-sources.ts';
import { freshDatabase } from '../fresh-database.ts';
import { gatewayEntry, makeAuthority, makeCertificate, pemOf } from '../trust-import/made-certificates.ts';

const root = join(import.meta.dirname, '../../../..');
const directory = mkdtempSync(join(tmpdir(), 'mohar-cli-trust-'));
const database = await freshDatabase();
afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

const mohar = (...args: string[]) => command('trust', ...args);

function command(...args: string[]) {
  return new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'packages/service/bin/mohar.js'), ...args],
      { env: { PATH: process.env.PATH, DATABASE_URL: database.url, MOHAR_DATA: join(directory, 'data') } },
      (error, stdout, stderr) => resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}
const done = async (...args: string[]) => {
  const { status, stdout, stderr } = await mohar(...args);
  expect(status, stderr).toBe(0);
  return stdout;
};
const refusal = async (...args: string[]) => {
  const { status, stderr } = await mohar(...args);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^mohar: /);
  expect(stderr).not.toContain('    at ');
  return stderr;
};
const fileOf = (name: string, content: unknown) => {
  const path = join(directory, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
/** The first key of a key set, as a file of PEM. */
const keyOf = (jwks: string) => {
  const [key] = JSON.parse(readFileSync(jwks, 'utf8')).keys;
  const pem = createPublicKey({ key, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  });
  return fileOf('card-key.pem', pem.toString());
};
const vector = (name: string) => join(root, 'test-vectors', name);
const countries = async () =>
  (await importedKeys(database.db)).map(({ document }) =>
    document?.format === 'hcert' ? document.country : document?.format,
  );

const csca = await makeAuthority('DE');
const dsc = await makeCertificate({ country: 'DE', name: 'DSC', by: csca, until: '2049-01-01T00:00:00Z' });
const ended = await makeCertificate({ country: 'DE', name: 'old', by: csca, until: '2026-02-01T00:00:00Z' });
const authority = gatewayEntry(csca, 'DE', 'CSCA');
const list = fileOf('eu.json', [authority, gatewayEntry(dsc, 'DE'), gatewayEntry(ended, 'DE')]);

test('--formats limits the signers of a list to certificates of these formats', async () => {
  const usesOf = async () =>
    (await importedKeys(database.db)).map(({ document }) =>
      document?.format === 'hcert' ? document.certificates : document?.format,
    );
  await done('import', '--from', 'eu', list, '--formats', 'icvp, eu-dcc');
  expect(await usesOf()).toEqual([['eu-dcc', 'icvp']]);
  expect(await done('list')).toMatch(/^eu .* 1 key \(eu-dcc, icvp alone\)\n$/);
  expect(JSON.parse(await done('list', '--json'))).toMatchObject([{ formats: ['eu-dcc', 'icvp'] }]);
  await done('import', '--from', 'eu', list);
  expect(await usesOf()).toEqual([undefined]);
  for (const wrong of ['', 'vds-nc', 'eu-dcc,', 'EU-DCC'])
    expect(await refusal('import', '--from', 'eu', list, `--formats=${wrong}`)).toContain(
      'eu-dcc, who-ddcc, icvp',
    );
  expect(await refusal('import', '--from', 'shc', list, '--formats', 'eu-dcc')).toContain('--from eu, gdhcn');
  await done('remove', 'eu');
});

test('import, list, import again, remove', async () => {
  expect(await done('list')).toBe('Nothing was imported yet.\n');
  const words = await done('import', '--from', 'eu', list);
  expect(words).toContain('eu: 1 key counts from now on');
  expect(words).toContain(`DE ${ended.kid}: its certificate ended on 2026-02-01`);
  const jwks = vector('smart-health-card/specification/issuer.jwks.json');
  const iss = 'https://spec.smarthealth.cards/examples/issuer';
  const cards = await done('import', '--from', 'shc', '--name', 'cards', '--iss', iss, jwks, '--json');
  const kid = '3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s';
  expect(JSON.parse(cards)).toEqual({
    name: 'cards',
    kind: 'shc',
    keys: 2,
    cardLists: 0,
    missingCardLists: [`${iss}/.well-known/crl/${kid}.json`],
    rejected: [],
  });
  expect(await countries()).toEqual(['shc', 'shc', 'DE']);
  expect(await done('list')).toMatch(/^cards {2}shc {4}\S+ {2}2 keys\neu {2}eu {5}\S+ {2}1 key\n$/);

  const card = vector('smart-health-card/specification/example-01-e-file.smart-health-card');
  const verified = await command('verify', card, '--json');
  expect(JSON.parse(verified.stdout), verified.stderr).toMatchObject({ verdict: 'valid', issuerName: iss });

  const french = await makeAuthority('FR');
  const signer = await makeCertificate({
    country: 'FR',
    name: 'F',
    by: french,
    until: '2049-01-01T00:00:00Z',
  });
  const newer = fileOf('newer.json', [gatewayEntry(french, 'FR', 'CSCA'), gatewayEntry(signer, 'FR')]);
  await done('import', '--from', 'eu', newer);
  expect(await countries()).toEqual(['shc', 'shc', 'FR']);
  await done('remove', 'cards');
  expect(JSON.parse(await done('list', '--json'))).toMatchObject([{ name: 'eu', kind: 'eu', keyCount: 1 }]);
  expect(await refusal('remove', 'cards')).toContain('Nothing was imported as cards');
  // A process for each command.
});

test('cards of others are revoked by a list that was imported, and by one that is named with --status', async () => {
  const iss = 'https://spec.smarthealth.cards/examples/issuer';
  const kid = '3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s';
  const jwks = vector('smart-health-card/specification/issuer.jwks.json');
  const published = JSON.parse(readFileSync(vector(`smart-health-card/crl/shc-crl-${kid}.json`), 'utf8'));
  const crl = fileOf('crl.json', { ...published, rids: ['vwAjHdarZuc'] });
  const revoked = vector('smart-health-card/specification/example-03-e-file.smart-health-card');
  const judged = async (...args: string[]) => {
    const { stdout, stderr } = await command('verify', revoked, '--json', ...args);
    const { verdict, status } = JSON.parse(stdout || stderr);
    return `${verdict} ${status.state}`;
  };
  await done('import', '--from', 'shc', '--name', 'cards', '--iss', iss, jwks);
  expect(await judged()).toBe('valid not-checked');
  expect(await judged('--status', crl)).toBe('revoked checked');
  expect(await refusal('import', '--from', 'shc', '--name', 'cards', '--iss', iss, crl)).toContain('2 keys');
  const alone = await done('import', '--from', 'shc', '--name', 'crl', '--iss', iss, crl);
  expect(alone).toContain('crl: 1 list of revoked cards counts from now on');
  expect(await judged()).toBe('revoked checked');
  expect(await judged('--offline', '--key', keyOf(jwks))).toBe('valid not-checked');
  expect(await judged('--offline', '--key', keyOf(jwks), '--status', crl, '--iss', iss)).toBe(
    'revoked checked',
  );
  const nobodys = await command('verify', revoked, '--offline', '--key', keyOf(jwks), '--status', crl);
  expect([nobodys.status, nobodys.stderr]).toEqual([2, expect.stringContaining('--iss')]);
  const together = await done('import', '--from', 'shc', '--name', 'cards', '--iss', iss, jwks, crl);
  expect(together).toContain('cards: 2 keys and 1 list of revoked cards count from now on');
  expect(await done('list')).toMatch(/cards .* 2 keys, 1 list of revoked cards\ncrl .* 0 keys, 1 list of/);
  await done('remove', 'crl');
  await done('remove', 'cards');
});

test('a directory with a bad issuer is imported without it, and says so', async () => {
  const { keys } = JSON.parse(
    readFileSync(vector('smart-health-card/specification/issuer.jwks.json'), 'utf8'),
  );
  const iss = 'https://spec.smarthealth.cards/examples/issuer';
  const list = { kid: keys[0].kid, method: 'rid', ctr: 1, rids: ['a'] };
  const other = 'https://other.example';
  const crls = [{ ...list, kid: 'a\u0000' }, { ...list, kid: 'x'.repeat(8_192) }, null];
  const issuerInfo = [
    null,
    { issuer: { iss: other, name: 'a\u0000' }, keys: [7, keys[1]] },
    { issuer: { iss: `${other}/2` }, crls },
    { issuer: { iss }, keys, crls: [list] },
  ];
  const directory = fileOf('directory.json', { issuerInfo });
  const words = await done('import', '--from', 'shc', '--name', 'directory', directory);
  expect(words).toContain('directory: 3 keys and 1 list of revoked cards count from now on');
  expect(words).toContain('Left out (5):\n  issuerInfo/0: it is not an object\n');
  expect(words).toContain(`  ${other} keys/0: it is not an object\n`);
  for (const n of [0, 1]) expect(words).toContain(`  ${other}/2 crls/${n}: its kid is not a thumbprint`);
  const none = fileOf('none.json', { issuerInfo: [null, { issuer: { iss }, keys: [null] }] });
  const refused = await refusal('import', '--from', 'shc', '--name', 'directory', none);
  expect(refused).toContain('nothing was changed.\nLeft out (2)');
  expect(await done('list')).toMatch(/directory .* 3 keys, 1 list/);
  await done('remove', 'directory');
});

test('what holds no key that counts changes nothing', async () => {
  const before = await importedKeys(database.db);
  const old = fileOf('old.json', [authority, gatewayEntry(ended, 'DE')]);
  expect(await refusal('import', '--from', 'eu', old)).toContain('nothing was changed');
  const authorities = vector('who-gdhcn/v2-trustlist-DCC-XXA-SCA.did.json');
  const [, head, ...named] = (await refusal('import', '--from', 'gdhcn', authorities)).split('\n');
  expect([head, named.pop(), named.length]).toEqual(['Left out (4):', '', 4]);
  for (const line of named)
    expect(line).toMatch(/^ {2}did:web:\S+: it is an authority \(SCA\).*DSC\/did\.json$/);
  const empty = fileOf('empty.json', []);
  expect(await refusal('import', '--from', 'eu', empty)).toBe(
    'mohar: It holds no key of that kind at all; nothing was changed.\n',
  );
  const [, , csca] = (await refusal('import', '--from', 'eu', fileOf('csca.json', [authority]))).split('\n');
  expect(csca).toMatch(/^ {2}DE .*: it is of the type CSCA, and only signers \(DSC\)/);
  expect(await importedKeys(database.db)).toEqual(before);
});

test('files of another kind, and options that do not belong together, are refused before anything is opened', async () => {
  const gdhcn = vector('who-gdhcn/v2-trustlist-ref-DCC-XXA-DSC.did.json');
  const cases: readonly [string[], Parameters<typeof importSource>[1], RegExp][] = [
    [[fileOf('page.html', '<html>')], { from: 'eu' }, /not a list of the EU gateway/],
    [[gdhcn], { from: 'gdhcn' }, /trustlist-ref/],
    [[join(directory, 'absent')], { from: 'eu' }, /cannot be read/],
    [[list], { from: 'eu', name: 'a b' }, /--name/],
    [[list], { from: 'eu', iss: 'https://a.example' }, /--iss/],
    [[list, list], { from: 'eu' }, /one file/],
    [[list], { from: 'eu', signedBy: list }, /--signed-by/],
    [[list], { from: 'shc', signedBy: list }, /--signed-by/],
    [[fileOf('bundle.pem', pemOf(csca))], { from: 'pem', signedBy: list }, /no signature that --signed-by/],
  ];
  for (const [files, options, why] of cases) await expect(importSource(files, options)).rejects.toThrow(why);
});
