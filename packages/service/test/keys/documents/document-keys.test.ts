import { createHash, createPublicKey, randomBytes, verify, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { DocumentSigner } from '@mohar/credential/formats/document-signer.ts';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { Kysely } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadPack } from '../../../src/country/load-pack.ts';
import type { PackExports } from '../../../src/country/pack.ts';
import { type DocumentKeys, openDocumentKeys } from '../../../src/keys/documents/document-keys.ts';
import {
  createDocumentKey,
  type DocumentKeySetting,
  requestDocumentKey,
  type WantedDocumentKey,
} from '../../../src/keys/documents/new-document-key.ts';
import { retireDocumentKey } from '../../../src/keys/documents/retire-document-key.ts';
import type { KeyNotice } from '../../../src/keys/key-keeper.ts';
import { documentKeys, keptDocumentKey } from '../../../src/registry/document-keys.ts';
import type { Tables } from '../../../src/registry/tables.ts';
import { createAuthority } from '../../../src/signing/x509/authority.ts';
import { freshDatabase } from '../../fresh-database.ts';

const iss = 'https://mohar.example/shc';
const named = loadPack(join(import.meta.dirname, '../../../../../countries/default'));
const pack = {
  ...named,
  exports: { ...named.exports, 'smart-health-card': { template: 'x.typ', iss } },
};
const day = 24 * 3_600_000;
const grace = 10 * 60_000;
const trying: DocumentKeySetting = { production: false };
const production: DocumentKeySetting = {
  production: true,
  sealing: { keyEncryptionKey: randomBytes(32) },
};
const begin = new Date('2026-03-01T00:00:00Z');
const authority = await createAuthority({ country: 'XX', commonName: 'CSCA XX' }, begin);
const bytes = new Uint8Array([1, 2, 3]);

/** One registry, and the processes that share it; of the country's formats, those that it gives out. */
async function installation(offered?: keyof PackExports) {
  const { exports } = pack;
  const ofCountry = offered ? { ...pack, exports: { [offered]: exports[offered] } } : pack;
  const { db, close } = await freshDatabase();
  const open: DocumentKeys[] = [];
  onTestFinished(async () => {
    for (const keys of open) await keys.close();
    await close();
  });
  let now = begin.getTime() + day;
  const notices: KeyNotice[] = [];
  return {
    db,
    notices,
    now: () => new Date(now),
    moveClock: (by: number) => {
      now += by;
    },
    start: async (setting: DocumentKeySetting, registry: Kysely<Tables> = db) => {
      const keys = await openDocumentKeys(registry, ofCountry, setting, {
        clock: () => now,
        notify: (notice) => notices.push(notice),
      });
      open.push(keys);
      return keys;
    },
    create: (wanted: Partial<WantedDocumentKey> & Pick<WantedDocumentKey, 'use'>) =>
      createDocumentKey(db, { country: 'XX', authority, ...wanted }, production, new Date(now)),
  };
}

/** Whether a signer signs with the key of a certificate, or of a registered key. */
const signsWith = async (signer: DocumentSigner | undefined, publicKey: string): Promise<boolean> =>
  signer !== undefined &&
  verify(
    'sha256',
    bytes,
    { key: createPublicKey(publicKey), dsaEncoding: 'ieee-p1363' },
    await signer.sign(bytes),
  );

describe('keys for trying out', () => {
  test('are made at the first need, once for all processes, by one authority', async () => {
    const place = await installation();
    const processes = await Promise.all([place.start(trying), place.start(trying), place.start(trying)]);
    expect(await documentKeys(place.db)).toEqual([]);
    const signers = await Promise.all(processes.map((keys) => keys.signerFor('hcert')));
    const keys = await documentKeys(place.db);
    expect(keys.map(({ use, kept, development }) => [use, kept, development])).toEqual(
      expect.arrayContaining([
        ['hcert', 'plain', true],
        ['vds-nc', 'plain', true],
        ['shc', 'plain', true],
      ]),
    );
    expect(keys).toHaveLength(3);
    const hcert = keys.find(({ use }) => use === 'hcert');
    for (const signer of signers) expect(await signsWith(signer, hcert?.publicKey ?? '')).toBe(true);
    const authorities = keys.flatMap(({ authority }) => (authority ? [authority.toString('base64')] : []));
    expect(new Set(authorities).size).toBe(1);
  });

  test('are sealed where there is something to seal with', async () => {
    const place = await installation();
    const { sealing = {} } = production;
    const keys = await place.start({ production: false, sealing });
    expect(await keys.signerFor('shc')).toBeDefined();
    const [key] = await documentKeys(place.db);
    expect(key).toMatchObject({ kept: 'sealed', development: true });
    expect([...((await keptDocumentKey(place.db, key?.id ?? '')) ?? [])].slice(0, 2)).toEqual([1, 0]);
  });

  test('do not sign in production, and are not published by it; there, none are made', async () => {
    const place = await installation();
    const { sealing = {} } = production;
    await (await place.start({ production: false, sealing })).signerFor('hcert');
    const keys = await place.start(production);
    for (const use of ['hcert', 'vds-nc', 'shc'] as const) expect(await keys.signerFor(use)).toBeUndefined();
    expect([keys.keys, keys.trust]).toEqual([[], []]);
    // Each of these formats is answered with 503 until somebody makes its keys.
    const uses = ['hcert', 'vds-nc', 'shc'];
    expect(keys.warnings()).toMatchObject(uses.map((use) => ({ code: 'DOCUMENT_KEY_MISSING', use })));
    expect(place.notices).toHaveLength(3);
    expect(await documentKeys(place.db)).toHaveLength(3);
    await expect(
      createDocumentKey(place.db, { use: 'hcert', country: 'XX' }, production, place.now()),
    ).rejects.toThrow('mohar keys dsc csr');
    await expect(
      createDocumentKey(
        place.db,
        { use: 'hcert', country: 'XX', authority },
        { production: true },
        place.now(),
      ),
    ).rejects.toThrow('MOHAR_KEY_ENCRYPTION_KEY');
  });

  test('are made anew when they ended, but not where somebody waits for a certificate', async () => {
    const place = await installation();
    const keys = await place.start(trying);
    const first = await keys.signerFor('hcert');
    place.moveClock(184 * day);
    const second = await keys.signerFor('hcert');
    expect(second).toBeDefined();
    expect(second?.keyId).not.toBe(first?.keyId);
    await requestDocumentKey(place.db, { use: 'vds-nc', country: 'XX' }, trying, place.now());
    await keys.check();
    expect(await keys.signerFor('vds-nc')).toBeDefined();
    place.moveClock(400 * day);
    await keys.check();
    expect(await keys.signerFor('shc')).toBeDefined();
    expect(await keys.signerFor('vds-nc')).toBeUndefined();
  });
});

describe('the signer of a use', () => {
  test('hcert: its certificate, by its first 8 bytes of SHA-256; nothing counts after the certificate', async () => {
    const place = await installation();
    const key = await place.create({ use: 'hcert' });
    const signer = await (await place.start(production)).signerFor('hcert');
    expect(await signsWith(signer, key.publicKey)).toBe(true);
    const certificate = new X509Certificate(signer?.certificate ?? '');
    expect(certificate.publicKey.equals(createPublicKey(key.publicKey))).toBe(true);
    expect(certificate.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    const digest = createHash('sha256').update(certificate.raw).digest('hex');
    expect(Buffer.from(signer?.keyId ?? '', 'base64').toString('hex')).toBe(digest.slice(0, 16));
    expect(signer).toMatchObject({
      algorithm: 'ES256',
      verificationMethod: `${pack.issuer.did}#${key.id}`,
      certificateUntil: certificate.validToDate.getTime(),
    });
  });

  test('shc: the thumbprint as jose makes it, and no certificate', async () => {
    const place = await installation();
    const key = await place.create({ use: 'shc' });
    const signer = await (await place.start(production)).signerFor('shc');
    const jwk = createPublicKey(key.publicKey).export({ format: 'jwk' }) as JWK;
    expect(signer?.keyId).toBe(await calculateJwkThumbprint(jwk));
    expect(signer).not.toHaveProperty('certificate');
    expect(await signsWith(signer, key.publicKey)).toBe(true);
  });

  test('is the newest in force: announced ones wait, the former goes on until then, ended ones sign no more', async () => {
    const place = await installation();
    const [one, other] = [await place.start(production), await place.start(production)];
    const first = await place.create({ use: 'hcert' });
    const from = new Date(place.now().getTime() + 30 * day);
    const second = await place.create({ use: 'hcert', from });
    const idNow = async (keys: DocumentKeys) => {
      await keys.check();
      return (await keys.signerFor('hcert'))?.verificationMethod.split('#')[1];
    };
    expect([await idNow(one), await idNow(other)]).toEqual([first.id, first.id]);
    expect(one.trust).toHaveLength(2);
    place.moveClock(30 * day);
    expect([await idNow(one), await idNow(other)]).toEqual([second.id, second.id]);
    await retireDocumentKey(place.db, second.id, { now: place.now() });
    expect([await idNow(one), await idNow(other)]).toEqual([first.id, first.id]);
    place.moveClock(153 * day);
    expect([await idNow(one), await idNow(other)]).toEqual([undefined, undefined]);
  });

  test('a key that is limited to some events signs these alone', async () => {
    const place = await installation();
    const keys = await place.start(production);
    const vaccinations = await place.create({ use: 'hcert', events: ['vaccination'] });
    await keys.check();
    expect((await keys.signerFor('hcert', 'vaccination'))?.verificationMethod).toContain(vaccinations.id);
    expect(await keys.signerFor('hcert', 'test')).toBeUndefined();
    expect(await keys.signerFor('hcert')).toBeUndefined();
  });

  test('a sealed key is opened once for all who wait for it; a failure is not kept', async () => {
    const place = await installation();
    const key = await place.create({ use: 'shc' });
    let reads = 0;
    let fails = true;
    const counted = place.db.withPlugin({
      transformQuery: ({ node }) => {
        if (JSON.stringify(node).includes('"private_key"')) {
          reads += 1;
          if (fails) throw new Error('The connection was lost.');
        }
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const keys = await place.start(production, counted);
    const together = () => Promise.allSettled(Array.from({ length: 20 }, () => keys.signerFor('shc')));
    expect((await together()).every(({ status }) => status === 'rejected')).toBe(true);
    expect(reads).toBe(1);
    fails = false;
    for (const outcome of await together()) {
      const signer = outcome.status === 'fulfilled' ? outcome.value : undefined;
      expect(await signsWith(signer, key.publicKey)).toBe(true);
    }
    expect(reads).toBe(2);
    await together();
    expect(reads).toBe(2);
  });

  test('a key that cannot be opened is passed over, and said', async () => {
    const place = await installation('smart-health-card');
    const first = await place.create({ use: 'shc' });
    place.moveClock(1_000);
    const elsewhere = { production: true, sealing: { keyEncryptionKey: randomBytes(32) } };
    const second = await createDocumentKey(place.db, { use: 'shc', country: 'XX' }, elsewhere, place.now());
    const keys = await place.start(production);
    expect((await keys.signerFor('shc'))?.verificationMethod).toContain(first.id);
    expect(keys.warnings()).toMatchObject([
      {
        code: 'DOCUMENT_KEY_UNAVAILABLE',
        keyId: second.id,
        reason: expect.stringContaining('is not what it was sealed with'),
      },
    ]);
    expect(keys.warnings()[0]?.message).not.toContain('MOHAR');
  });
});

describe('what verifiers are told', () => {
  test('each use as documents name it; a window by the time of signing; since when a key counts no more', async () => {
    const place = await installation();
    const hcert = await place.create({ use: 'hcert', events: ['test'] });
    const seal = await place.create({ use: 'vds-nc' });
    const card = await place.create({ use: 'shc' });
    const keys = await place.start(production);
    const of = (id: string) => keys.trust.find((key) => key.verificationMethod?.endsWith(`#${id}`));
    expect(of(hcert.id)).toEqual({
      issuer: pack.issuer.did,
      issuerName: 'Ministry of Health',
      verificationMethod: `${pack.issuer.did}#${hcert.id}`,
      publicKey: hcert.publicKey,
      validFrom: hcert.validFrom?.toISOString(),
      validUntil: new Date(Number(hcert.signsUntil) + grace).toISOString(),
      document: {
        format: 'hcert',
        keyId: (await keys.signerFor('hcert', 'test'))?.keyId,
        events: ['test'],
        country: 'XX',
        notAfter: hcert.validUntil?.toISOString(),
      },
    });
    // Seals do not tell when they were signed.
    expect(of(seal.id)).toMatchObject({
      validUntil: seal.validUntil?.toISOString(),
      document: { format: 'vds-nc', certificate: seal.certificate?.toString('base64') },
    });
    expect(of(card.id)).toMatchObject({
      document: { format: 'shc', iss, keyId: (await keys.signerFor('shc'))?.keyId },
    });
    const now = place.now();
    await retireDocumentKey(place.db, card.id, { now });
    await retireDocumentKey(place.db, hcert.id, { now, compromisedSince: new Date(now.getTime() + 500) });
    await keys.check();
    expect(of(card.id)?.validUntil).toBe(new Date(now.getTime() + grace).toISOString());
    expect(of(card.id)).not.toHaveProperty('compromisedSince');
    expect(of(hcert.id)?.compromisedSince).toBe(now.toISOString());
  });

  test('a compromised key can become compromised earlier only, and an ended one ends once', async () => {
    const place = await installation();
    const { id } = await place.create({ use: 'shc' });
    const now = place.now();
    const since = (ms: number) => ({ now, compromisedSince: new Date(now.getTime() + ms) });
    await expect(retireDocumentKey(place.db, 'nosuchkey', { now })).rejects.toThrow(`It has: ${id}`);
    await retireDocumentKey(place.db, id, { now });
    await expect(retireDocumentKey(place.db, id, { now })).rejects.toThrow('retired already');
    await retireDocumentKey(place.db, id, since(-5_000));
    await expect(retireDocumentKey(place.db, id, since(-1_000))).rejects.toThrow('earlier only');
    const earlier = await retireDocumentKey(place.db, id, since(-9_000));
    expect(earlier.compromisedSince).toEqual(new Date(now.getTime() - 9_000));
  });
});

describe('warnings', () => {
  test('60, 30 and 7 days before a key signs no more, each once, then daily; a successor silences them', async () => {
    const place = await installation('eu-dcc');
    const key = await place.create({ use: 'hcert' });
    const keys = await place.start(production);
    const said = async () => {
      await keys.check();
      return place.notices.splice(0).map(({ code }) => code);
    };
    expect(await said()).toEqual([]);
    const end = Number(key.signsUntil);
    const steps: [number, string[]][] = [
      [61, []],
      [59, ['DOCUMENT_KEY_EXPIRES']],
      [45, []],
      [29, ['DOCUMENT_KEY_EXPIRES']],
      [8, []],
      [6.5, ['DOCUMENT_KEY_EXPIRES']],
      [6.4, []],
      [5.4, ['DOCUMENT_KEY_EXPIRES']],
    ];
    for (const [daysBefore, wanted] of steps) {
      place.moveClock(end - daysBefore * day - place.now().getTime());
      expect(await said(), `${daysBefore} days before`).toEqual(wanted);
    }
    await place.create({ use: 'hcert' });
    expect([await said(), keys.warnings()]).toEqual([[], []]);
  });

  test('where the last key of a use has ended; not of uses whose formats are not given out', async () => {
    const place = await installation('vds-nc');
    const { id } = await place.create({ use: 'vds-nc' });
    const keys = await place.start(production);
    expect(keys.warnings()).toEqual([]);
    await retireDocumentKey(place.db, id, { now: place.now() });
    await keys.check();
    expect(keys.warnings()).toMatchObject([{ code: 'DOCUMENT_KEY_MISSING', use: 'vds-nc', keyId: '' }]);
    expect(place.notices).toMatchObject([{ code: 'DOCUMENT_KEY_MISSING' }]);
  });
});
