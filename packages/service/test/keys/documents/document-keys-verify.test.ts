import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { buildEuDcc } from '@mohar/credential/formats/eu-dcc/build.ts';
import { encodeEuDcc } from '@mohar/credential/formats/eu-dcc/encode.ts';
import { verifyEuDcc } from '@mohar/credential/formats/eu-dcc/verify.ts';
import { buildHealthCard } from '@mohar/credential/formats/smart-health-card/build.ts';
import { encodeHealthCard } from '@mohar/credential/formats/smart-health-card/encode.ts';
import { verifyHealthCard } from '@mohar/credential/formats/smart-health-card/verify.ts';
import { buildVdsNcVaccination } from '@mohar/credential/formats/vds-nc/build-vaccination.ts';
import { encodeVdsNc } from '@mohar/credential/formats/vds-nc/encode.ts';
import { verifyVdsNc } from '@mohar/credential/formats/vds-nc/verify.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, vaccinationRecord } from '../../../../credential/test/formats/vds-nc/sample-records.ts';
import { loadPack } from '../../../src/country/load-pack.ts';
import { type DocumentKeys, openDocumentKeys } from '../../../src/keys/documents/document-keys.ts';
import { createDocumentKey, type WantedDocumentKey } from '../../../src/keys/documents/new-document-key.ts';
import { retireDocumentKey } from '../../../src/keys/documents/retire-document-key.ts';
import type { DocumentKeyUse } from '../../../src/registry/tables.ts';
import { createAuthority } from '../../../src/signing/x509/authority.ts';
import { freshDatabase } from '../../fresh-database.ts';

const iss = 'https://mohar.example/shc';
const named = loadPack(join(import.meta.dirname, '../../../../../countries/default'));
const pack = {
  ...named,
  country: { alpha2: 'LK', alpha3: 'LKA' },
  exports: { ...named.exports, 'smart-health-card': { template: 'x.typ', iss } },
};
const day = 24 * 3_600_000;
const setting = { production: true, sealing: { keyEncryptionKey: randomBytes(32) } };
const made = new Date(at - day);
const authority = await createAuthority({ country: 'LK', commonName: 'CSCA LK' }, made);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let keys: DocumentKeys;
const create = (wanted: Partial<WantedDocumentKey> & Pick<WantedDocumentKey, 'use'>) =>
  createDocumentKey(database.db, { country: 'LK', authority, ...wanted }, setting, made);
beforeAll(async () => {
  database = await freshDatabase();
  for (const use of ['hcert', 'vds-nc', 'shc'] as const) await create({ use });
  keys = await openDocumentKeys(database.db, pack, setting, { clock: () => at });
});
afterAll(async () => {
  await keys.close();
  await database.close();
});

const record = {
  ...vaccinationRecord(),
  vaccine: {
    icd11Code: 'XM8NQ0',
    icd11Type: 'XM0GQ8',
    prophylaxis: 'COVID-19 vaccine, RNA based',
    cvx: '208',
    eu: { prophylaxis: '1119349007', product: 'EU/1/20/1528', manufacturer: 'ORG-100030215' },
  },
};
const validity = { issuedAt: at, expiresAt: at + 365 * day };
const signer = async (use: DocumentKeyUse) => {
  const found = await keys.signerFor(use, 'vaccination');
  if (!found) throw new Error(`There is no ${use} key.`);
  return found;
};

/** Of each format: a document by the key that is in force, and its verdict. */
const formats = {
  hcert: {
    document: async () => encodeEuDcc(buildEuDcc(record), await signer('hcert'), validity),
    verify: verifyEuDcc,
  },
  'vds-nc': {
    document: async () => encodeVdsNc(buildVdsNcVaccination(record), await signer('vds-nc')),
    verify: verifyVdsNc,
  },
  shc: {
    document: async () => encodeHealthCard(buildHealthCard(record, { iss }), await signer('shc'), validity),
    verify: verifyHealthCard,
  },
} as const;
const uses = Object.keys(formats) as DocumentKeyUse[];

describe('documents of the keys, as the trust list has them', () => {
  test.each(uses)('%s: valid; untrusted without it', async (use) => {
    const text = await formats[use].document();
    const { verdict, issuerName, checks } = await formats[use].verify(text, { trust: keys.trust, at });
    expect([verdict, issuerName], JSON.stringify(checks)).toEqual(['valid', 'Ministry of Health']);
    const others = keys.trust.filter(({ document }) => document?.format !== use);
    expect((await formats[use].verify(text, { trust: others, at })).verdict).toBe('untrusted-issuer');
  });

  test('vds-nc: valid also where the authority alone is known', async () => {
    const text = await formats['vds-nc'].document();
    const entry = (certificate: Buffer) => ({
      issuerName: 'CSCA',
      publicKey: '',
      document: { format: 'vds-nc' as const, certificate: certificate.toString('base64') },
    });
    const judged = async (certificate: Buffer) =>
      (await verifyVdsNc(text, { trust: [entry(certificate)], at })).verdict;
    expect(await judged(authority.certificate)).toBe('valid');
    const namesake = await createAuthority({ country: 'LK', commonName: 'CSCA LK' }, made);
    expect(await judged(namesake.certificate)).not.toBe('valid');
  });

  test('hcert: a key for tests does not vouch for a vaccination', async () => {
    const limited = await create({ use: 'hcert', events: ['test'], from: new Date(at - 3_600_000) });
    await keys.check();
    expect((await signer('hcert')).verificationMethod).not.toContain(limited.id);
    const forTests = await keys.signerFor('hcert', 'test');
    if (!forTests) throw new Error('There is no key for tests.');
    const text = await encodeEuDcc(buildEuDcc(record), forTests, validity);
    expect(forTests.verificationMethod).toContain(limited.id);
    expect((await verifyEuDcc(text, { trust: keys.trust, at })).verdict).toBe('malformed');
    await retireDocumentKey(database.db, limited.id, { now: new Date(at) });
  });

  test.each(uses)('%s: not valid any more where its key was in other hands', async (use) => {
    const text = await formats[use].document();
    const [now, compromisedSince] = [new Date(at), new Date(at - 3_600_000)];
    for (const { id } of keys.keys.filter((key) => key.use === use && key.state === 'active'))
      await retireDocumentKey(database.db, id, { now, compromisedSince });
    await keys.check();
    expect(await keys.signerFor(use, 'vaccination')).toBeUndefined();
    expect((await formats[use].verify(text, { trust: keys.trust, at })).verdict).toBe('untrusted-issuer');
  });
});
