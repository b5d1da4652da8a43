import { spawnSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testCases } from '../../../credential/test/formats/eu-dcc/test-cases.ts';

const root = join(import.meta.dirname, '../../../..');
const directory = mkdtempSync(join(tmpdir(), 'mohar-cli-verify-'));
const at = (name: string) => join(directory, name);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function mohar(args: string[], input?: Buffer) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'packages/service/bin/mohar.js'), ...args],
    {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, MOHAR_DATA: at('data') },
      ...(input ? { input } : {}),
    },
  );
  return { status, stdout, stderr };
}
const fileOf = (name: string, content: string | Buffer) => {
  writeFileSync(at(name), content);
  return at(name);
};

let own: string;
beforeAll(() => {
  const issued = mohar(['issue', join(root, 'examples/test.json'), '--out', directory]);
  expect(issued.status, issued.stderr).toBe(0);
  own = readFileSync(at('credential.json'), 'utf8');
});

describe('a PDF', () => {
  test('is judged by the record that is attached to it, from a file and from standard input', () => {
    const { status, stdout, stderr } = mohar(['verify', at('certificate.pdf'), '--json']);
    expect(status, stderr).toBe(0);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'valid' });
    expect(mohar(['verify', '-'], readFileSync(at('certificate.pdf'))).stdout).toMatch(/^VALID/);
  });

  test('without one, or that is none, is refused with what to do', () => {
    const bare = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj
trailer<</Root 1 0 R>>
%%EOF`;
    const without = mohar(['verify', fileOf('bare.pdf', bare)]);
    expect([without.status, without.stderr]).toEqual([
      2,
      expect.stringMatching(/^mohar: .*no record is attached.*QR code/),
    ]);
    const broken = mohar(['verify', fileOf('broken.pdf', '%PDF-1.7 and nothing else')]);
    expect([broken.status, broken.stderr]).toEqual([2, 'mohar: The file: it cannot be read as a PDF.\n']);
  });
});

describe('a text that is given directly', () => {
  const [hcert] = testCases.map(({ PREFIX }) => PREFIX).filter((text) => text?.startsWith('HC1:'));

  test('is taken where it begins as certificates do', () => {
    expect(mohar(['verify', own]).stdout).toMatch(/^VALID/);
    const { stdout, stderr } = mohar(['verify', hcert as string, '--json']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ format: 'eu-dcc' });
  });

  test.each([
    'HC1:NCF SECRET',
    'shc:/5676',
    'MH1:SECRET',
    'B64:SECRET',
    '{"SECRET"',
    'NCFOXN SECRET',
    '/SECRET'.repeat(700),
  ])('is never repeated: %#', (text) => {
    const { status, stdout, stderr } = mohar(['verify', text]);
    expect(status).not.toBe(0);
    expect(stdout + stderr).not.toMatch(/SECRET|5676/);
    expect(stderr).not.toContain('    at ');
  });

  test('and beginning otherwise, it is said how to give it', () => {
    expect(mohar(['verify', 'NCFOXN']).stderr).toMatch(/^mohar: .*ENOENT.*mohar verify -- -'…'/);
  });
});

describe('options', () => {
  test('--key can be given again, and takes one file: the certificate may come after it', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const stranger = fileOf('stranger.pem', publicKey.export({ type: 'spki', format: 'pem' }).toString());
    const mine = fileOf('mine.pem', keyOfIssuer());
    expect(mohar(['verify', '--key', mine, at('qr.png')]).stdout).toMatch(/^VALID/);
    expect(mohar(['verify', '--key', stranger, '--key', mine, at('qr.png')]).stdout).toMatch(/^VALID/);
    expect(mohar(['verify', '--key', stranger, at('qr.png')]).stdout).not.toMatch(/^VALID/);
  });

  test.each(['2020', '2026-01-31', '2026-02-30T00:00:00Z', 'noon'])(
    '--at %s is no time of RFC 3339',
    (time) => {
      const { status, stderr } = mohar(['verify', at('qr.png'), '--at', time]);
      expect([status, stderr]).toEqual([
        2,
        `mohar: --at is "${time}"; it must be like 2026-01-31T12:00:00Z (RFC 3339).\n`,
      ]);
    },
  );
});

/** The public half, in PEM, of the key that `mohar issue` made. */
function keyOfIssuer(): string {
  const id = String(JSON.parse(own).proof.verificationMethod).split('#')[1];
  const key = createPublicKey(readFileSync(at(`data/keys/${id}.pem`)));
  return key.export({ type: 'spki', format: 'pem' }).toString();
}
