import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildEuDcc } from '@mohar/credential/formats/eu-dcc/build.ts';
import { encodeEuDcc } from '@mohar/credential/formats/eu-dcc/encode.ts';
import { buildHealthCard } from '@mohar/credential/formats/smart-health-card/build.ts';
import { encodeHealthCard } from '@mohar/credential/formats/smart-health-card/encode.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vaccinationRecord } from '../../../credential/test/formats/vds-nc/sample-records.ts';
import { type DocumentKeys, openDocumentKeys } from '../../src/keys/documents/document-keys.ts';
import { createDocumentKey } from '../../src/keys/documents/new-document-key.ts';
import { retireDocumentKey } from '../../src/keys/documents/retire-document-key.ts';
import { packNamed } from '../../src/pack-named.ts';
import { documentKeys } from '../../src/registry/document-keys.ts';
import { createAuthority } from '../../src/signing/x509/authority.ts';
import { freshDatabase } from '../fresh-database.ts';

const root = join(import.meta.dirname, '../../../..');
const directory = mkdtempSync(join(tmpdir(), 'mohar-cli-own-'));
const pack = packNamed('default');
const country = pack.country.alpha2;
const iss = pack.exports?.['smart-health-card']?.iss ?? '';
const day = 24 * 3_600_000;
const made = new Date(Date.now() - day);
const setting = { production: true, sealing: { keyEncryptionKey: randomBytes(32) } };

let database: Awaited<ReturnType<typeof freshDatabase>>;
let keys: DocumentKeys;
let hcertKey: string;
beforeAll(async () => {
  database = await freshDatabase();
  const authority = await createAuthority({ country, commonName: 'CSCA' }, made);
  ({ id: hcertKey } = await createDocumentKey(
    database.db,
    { use: 'hcert', country, authority },
    setting,
    made,
  ));
  await createDocumentKey(database.db, { use: 'shc', country }, setting, made);
  keys = await openDocumentKeys(database.db, pack, setting, { clock: Date.now });
});
afterAll(async () => {
  await keys.close();
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

const record = {
  ...vaccinationRecord(),
  country: pack.country,
  vaccine: {
    icd11Code: 'XM8NQ0',
    icd11Type: 'XM0GQ8',
    prophylaxis: 'COVID-19 vaccine, RNA based',
    cvx: '208',
    eu: { prophylaxis: '1119349007', product: 'EU/1/20/1528', manufacturer: 'ORG-100030215' },
  },
};
const validity = { issuedAt: Date.now() - 3_600_000, expiresAt: Date.now() + 300 * day };
const signer = async (use: 'hcert' | 'shc') => {
  const found = await keys.signerFor(use, 'vaccination');
  if (!found) throw new Error(`There is no ${use} key.`);
  return found;
};
const documents = {
  hcert: async () => encodeEuDcc(buildEuDcc(record), await signer('hcert'), validity),
  shc: async () => encodeHealthCard(buildHealthCard(record, { iss }), await signer('shc'), validity),
};

/** @returns the verdict, whether status was checked, and what was warned of. */
function judged(text: string, args: string[] = [], more: Record<string, string> = {}) {
  const file = join(directory, 'document.txt');
  writeFileSync(file, text);
  return new Promise<{ verdict: string; status: { state: string }; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'packages/service/bin/mohar.js'), 'verify', file, '--json', ...args],
      {
        env: {
          PATH: process.env.PATH,
          MOHAR_DATA: join(directory, 'data'),
          DATABASE_URL: database.url,
          ...more,
        },
      },
      (_error, stdout, stderr) => resolve({ ...JSON.parse(stdout || '{}'), stderr }),
    );
  });
}

describe('mohar verify knows this installation’s document keys', () => {
  test.each(['hcert', 'shc'] as const)(
    '%s: as the registry has them, before they are published',
    async (use) => {
      const document = await documents[use]();
      expect(await judged(document)).toMatchObject({ verdict: 'valid', stderr: '' });
      expect(await judged(document, ['--offline'])).toMatchObject({
        verdict: 'valid',
        status: { state: 'not-checked' },
        stderr: '',
      });
    },
  );

  test('and whether one was in wrong hands', async () => {
    const document = await documents.hcert();
    await retireDocumentKey(database.db, hcertKey, { now: new Date(), compromisedSince: made });
    expect((await judged(document)).verdict).not.toBe('valid');
  });

  test('a registry that cannot be read is said, and its keys do not count', async () => {
    const nowhere = { DATABASE_URL: 'postgres://mohar@127.0.0.1:1/none' };
    const { stderr } = await judged(await documents.shc(), ['--offline'], nowhere);
    expect(stderr).toContain('The registry cannot be read, so its keys do not count');
    expect(stderr).not.toContain('    at ');
  });

  test('with keys that are named, and offline, it is not asked at all', async () => {
    const nowhere = { DATABASE_URL: 'postgres://mohar@127.0.0.1:1/none' };
    const key = join(directory, 'named.pem');
    writeFileSync(key, (await documentKeys(database.db))[0]?.publicKey ?? '');
    const { stderr } = await judged(await documents.shc(), ['--offline', '--key', key], nowhere);
    expect(stderr).toBe('');
  });

  test('what was imported of others cannot be read: the own keys and revocations count all the same', async () => {
    await sql`alter table trusted_card_list rename to set_aside`.execute(database.db);
    const { verdict, stderr } = await judged(await documents.shc());
    await sql`alter table set_aside rename to trusted_card_list`.execute(database.db);
    expect(verdict).toBe('valid');
    expect(stderr).toContain('What was imported of other issuers cannot be read, and does not count');
  });
});
