import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../../..');
const vectors = join(root, 'test-vectors');
const directory = mkdtempSync(join(tmpdir(), 'mohar-gdhcn-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(vectors, name), 'utf8');
const india = JSON.parse(read('trust/divoc-issuers.json')) as Record<string, unknown>;

/** The QR texts of the WHO's validator, and what is to be said of each: keys are public for two of them. */
const cases: readonly {
  file: string;
  format: string;
  verdict: string;
  at?: string;
  trust?: 'india' | 'own signer';
}[] = [
  { file: 'DIVOCQR1Contents', format: 'divoc', verdict: 'valid', trust: 'india' },
  { file: 'DIVOCQR1Contents', format: 'divoc', verdict: 'untrusted-issuer' },
  { file: 'EUItalyAcceptanceQRContents', format: 'eu-dcc', verdict: 'untrusted-issuer' },
  { file: 'DVCTestQR', format: 'icvp', verdict: 'untrusted-issuer' },
  { file: 'DVCTest2QR', format: 'icvp', verdict: 'untrusted-issuer' },
  { file: 'WHOQR1Contents', format: 'who-ddcc', verdict: 'untrusted-issuer' },
  { file: 'WHOSingaporePCRContents', format: 'who-ddcc', verdict: 'untrusted-issuer' },
  { file: 'SHCQR1Contents', format: 'shc', verdict: 'untrusted-issuer' },
  { file: 'SHCTestResultsContents', format: 'shc', verdict: 'untrusted-issuer' },
  {
    file: 'ICAOAUQR1Contents',
    format: 'vds-nc',
    verdict: 'valid',
    at: '2022-01-01T00:00:00Z',
    trust: 'own signer',
  },
  { file: 'ICAOAUQR1Contents', format: 'vds-nc', verdict: 'untrusted-issuer', at: '2022-01-01T00:00:00Z' },
];

function keysFor(trust: 'india' | 'own signer' | undefined, qr: string): string[] {
  if (trust === 'india') return [pemOfIndia()];
  if (trust === undefined) return [];
  const base64url = (JSON.parse(qr) as { sig: { cer: string } }).sig.cer;
  return [Buffer.from(base64url, 'base64url').toString('base64')];
}

function pemOfIndia(): string {
  const [pem] = JSON.stringify(india).match(/-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----/) ?? [];
  if (!pem) throw new Error('The vectors have no key of India.');
  return JSON.parse(`"${pem}"`) as string;
}

it('--batch answers every QR text of the WHO’s validator by its format and its issuer', () => {
  const lines = cases.map(({ file, at, trust }) => {
    const qr = read(`gdhcn-validator/${file}.txt`);
    return { id: file, qr, trust: keysFor(trust, qr), ...(at === undefined ? {} : { at }) };
  });
  const file = join(directory, 'scans.jsonl');
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
    .map((line) => JSON.parse(line) as { id: string; format: string; verdict: string });
  expect(answers.map(({ id, format, verdict }) => [id, format, verdict])).toEqual(
    cases.map((one) => [one.file, one.format, one.verdict]),
  );
  console.log(
    `The WHO validator’s QR texts by mohar verify --batch: ${new Set(cases.map((one) => one.file)).size} of 9 as they should be.`,
  );
});
