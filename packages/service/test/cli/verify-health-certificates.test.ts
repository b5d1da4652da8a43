import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  failuresOf,
  otherwise,
  type TestCase,
  testCases,
  verdictsOf,
} from '../../../credential/test/formats/eu-dcc/test-cases.ts';
import { openGivenKeys } from '../../src/cli/verify/given-keys.ts';

const root = join(import.meta.dirname, '../../../..');
const directory = mkdtempSync(join(tmpdir(), 'mohar-hcert-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('mohar verify', () => {
  test('--batch gives every case of the EU test data its stated expectation', () => {
    const file = join(directory, 'scans.jsonl');
    const lines = testCases.map(({ file: id, PREFIX: qr, TESTCTX }) => ({
      id,
      qr,
      trust: [TESTCTX.CERTIFICATE],
      at: TESTCTX.VALIDATIONCLOCK,
    }));
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(root, 'packages/service/bin/mohar.js'), 'verify', '--batch', file],
      { encoding: 'utf8', env: { PATH: process.env.PATH, MOHAR_DATA: join(directory, 'none') } },
    );
    expect(status).toBe(0);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; verdict: string; format: string | null });
    expect(answers.map(({ id }) => id)).toEqual(testCases.map((one) => one.file));
    const different = answers.filter(
      ({ verdict }, n) => !expectedOf(testCases[n] as TestCase).includes(verdict),
    );
    expect(different).toEqual([]);
    const valid = answers.filter(({ verdict }) => verdict === 'valid');
    expect(valid.every(({ format }) => format === 'eu-dcc')).toBe(true);
    const explained = Object.keys(otherwise).length;
    console.log(
      `EU test data by mohar verify --batch: ${answers.length - explained} of ${answers.length} as stated, ` +
        `${explained} explained; ${valid.length} valid.`,
    );
  });

  test('takes a certificate as --key, and an HCERT as the text itself', () => {
    const one = testCases.find(({ file }) => file === 'AT/2DCode/raw/1.json') as TestCase;
    const key = join(directory, 'dsc.pem');
    writeFileSync(
      key,
      `-----BEGIN CERTIFICATE-----\n${one.TESTCTX.CERTIFICATE}\n-----END CERTIFICATE-----\n`,
    );
    const scan = join(directory, 'scan.txt');
    writeFileSync(scan, `${one.PREFIX}\n`);
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        join(root, 'packages/service/bin/mohar.js'),
        ...['verify', scan, '--key', key, '--at', one.TESTCTX.VALIDATIONCLOCK],
      ],
      { encoding: 'utf8', env: { PATH: process.env.PATH, MOHAR_DATA: join(directory, 'none') } },
    );
    expect([status, stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^VALID/)]);
  });
});

const expectedOf = (one: TestCase): readonly string[] => {
  const exception = otherwise[one.file];
  if (exception) return [exception.verdict];
  const failures = failuresOf(one);
  return failures.length === 0 ? ['valid'] : failures.flatMap((layer) => verdictsOf[layer] ?? []);
};

describe('a given key', () => {
  const certificateOf = (file: string): string =>
    testCases.find((one) => one.file === file)?.TESTCTX.CERTIFICATE as string;

  test('from a certificate serves all, health certificates by its id and extended key usage, and seals as it is', () => {
    const certificate = certificateOf('common/2DCode/raw/CO13.json');
    const [key, forHealth, forSeals, ...more] = openGivenKeys([]).read(certificate);
    expect(more).toEqual([]);
    const { validUntil: _, ...lasting } = key ?? {};
    expect(forSeals).toEqual({ ...lasting, document: { format: 'vds-nc', certificate } });
    expect(key).not.toHaveProperty('document');
    expect(forHealth).toEqual({
      ...key,
      document: {
        format: 'hcert',
        keyId: expect.stringMatching(/^.{11}=$/),
        events: ['vaccination'],
        notAfter: key?.validUntil,
      },
    });
  });

  test.each([
    ['with no extended key usage', 'common/2DCode/raw/CO15.json', undefined],
    ['for visible digital seals', 'IS/2DCode/raw/3.json', []],
    ['for three events', 'AE/2DCode/raw/test.json', ['test', 'vaccination', 'recovery']],
  ])('from a certificate %s', (_name, file, events) => {
    const [, forHealth] = openGivenKeys([]).read(certificateOf(file));
    const { keyId: _, notAfter: __, ...use } = { keyId: '', notAfter: '', ...forHealth?.document };
    expect(use).toEqual({ format: 'hcert', ...(events ? { events } : {}) });
  });

  test('that is a bare one is tried for any document; no key at all is none', () => {
    const keys = openGivenKeys([]);
    const { publicKey } = keys.read(certificateOf('AE/2DCode/raw/test.json'))[0] ?? {};
    const bare = keys.read(String(publicKey));
    expect(bare.map(({ document }) => document)).toEqual([undefined]);
    expect(keys.read('nonsense')).toEqual([]);
    expect(keys.all.length).toBe(4);
  });

  test('of this installation comes back as it is known', () => {
    const [made] = openGivenKeys([]).read(certificateOf('AE/2DCode/raw/test.json'));
    const own = {
      issuerName: 'We',
      verificationMethod: 'did:example:us#1',
      publicKey: made?.publicKey ?? '',
    };
    expect(openGivenKeys([own]).read(certificateOf('AE/2DCode/raw/test.json'))).toEqual([own]);
  });
});
