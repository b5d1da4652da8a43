import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CborValue } from '@mohar/credential/cose/cbor.ts';
import { signHcert } from '@mohar/credential/hcert/claims.ts';
import { afterAll, expect, test } from 'vitest';
import { verifyBatch } from '../../src/cli/verify/batch.ts';
import { openGivenKeys } from '../../src/cli/verify/given-keys.ts';

const directory = mkdtempSync(join(tmpdir(), 'mohar-batch-errors-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const at = Date.parse('2026-06-01');
const certificate = new Map([
  ['n', 'Asha'],
  ['dob', '1988-03-14'],
]);
const dose = new Map(
  Object.entries({ vp: 'XM0N24', tg: '1D47', dt: '2026-02-04', bo: 'W2C721V', is: 'Ministry' }),
);

test('a line whose verification fails is answered with an error that tells nothing of it, and the next one is read', async () => {
  const scanned = await signHcert(
    -6,
    new Map<string, CborValue>([...certificate, ['v', dose]]),
    {
      algorithm: 'ES256',
      verificationMethod: 'x',
      keyId: 'AQIDBAUGBwg=',
      certificateUntil: Number.POSITIVE_INFINITY,
      sign: async (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    },
    { issuer: 'LK', issuedAt: at, expiresAt: Date.parse('2027-06-01') },
  );
  const file = join(directory, 'scans.jsonl');
  const lines = [1, 2, 3].map((id) => ({ id, qr: scanned, trust: [pem] }));
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  let asked = 0;
  const registry = {
    issuer: '',
    checkedAt: '2026-06-01T00:00:00Z',
    lookUp: () => {
      asked += 1;
      if (asked === 2) throw new RangeError('somebody’s certificate');
      return { state: 'unknown' } as const;
    },
  };
  const given = openGivenKeys([]);
  const [key] = given.read(pem);
  const answers: Record<string, unknown>[] = [];
  const complete = await verifyBatch(
    file,
    { trust: [], at, status: [{ ...registry, issuer: key?.issuer ?? '' }] },
    given,
    async (line) => {
      answers.push(JSON.parse(line));
    },
  );
  expect(complete).toBe(false);
  expect(answers).toMatchObject([
    { id: 1, verdict: 'valid' },
    { id: 2, error: 'The line could not be verified (RangeError).' },
    { id: 3, verdict: 'valid' },
  ]);
  expect(JSON.stringify(answers)).not.toContain('somebody');
});
