import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '@mohar/credential/verification/verify.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { certifyRequestedKey } from '../../../src/keys/documents/certify-document-key.ts';
import { openDocumentKeys } from '../../../src/keys/documents/document-keys.ts';
import {
  createDocumentKey,
  requestDocumentKey,
  type WantedDocumentKey,
} from '../../../src/keys/documents/new-document-key.ts';
import { retireDocumentKey } from '../../../src/keys/documents/retire-document-key.ts';
import { type KeyNotice, openKeyKeeper } from '../../../src/keys/key-keeper.ts';
import { tokenKeyId } from '../../../src/keys/key-sources.ts';
import { rotateKey } from '../../../src/keys/rotate-key.ts';
import { documentKeys, keptDocumentKey } from '../../../src/registry/document-keys.ts';
import { createAuthority } from '../../../src/signing/x509/authority.ts';
import { certificatePem } from '../../../src/signing/x509/certificate-pem.ts';
import { type RunningApp, runningApp } from '../../running-app.ts';
import { internationalEvent } from '../../sample-events.ts';
import { opensslMissing } from '../../signing/openssl.ts';
import { createSoftHsm, pin, type SoftHsm, softHsmMissing } from '../../signing/pkcs11/soft-token.ts';

const paths = {
  hcert: 'eu-certificate',
  'vds-nc': 'vds-certificate',
  shc: 'shc-certificate',
} as const;
const uses = Object.keys(paths) as (keyof typeof paths)[];
const authority = await createAuthority({ country: 'XX', commonName: 'CSCA XX' }, new Date());
/** Nothing is there to seal a key with. */
const production = { production: true };

describe.skipIf(softHsmMissing())('document keys in a PKCS#11 token', () => {
  let hsm: SoftHsm;
  beforeAll(() => {
    hsm = createSoftHsm('uses', 'requests', 'outage', 'absent', 'shared');
  });
  afterAll(() => hsm?.delete());
  const apps: RunningApp[] = [];
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  const start = async (label: string, environment: Record<string, string> = {}) => {
    const app = await runningApp({
      MOHAR_PKCS11_MODULE: hsm.setting(label).module,
      MOHAR_PKCS11_TOKEN: label,
      MOHAR_PKCS11_PIN: pin,
      ...environment,
    });
    apps.push(app);
    const event = internationalEvent('E1');
    const final = { ...event, vaccination: { ...event.vaccination, dose: 2, totalDoses: 2 } };
    const answer = await app.call('POST', '/divoc/api/v3/certify', [final]);
    expect(answer.statusCode, answer.payload).toBe(200);
    return app;
  };
  const create = async (mohar: RunningApp, label: string, wanted: Pick<WantedDocumentKey, 'use' | 'from'>) =>
    createDocumentKey(
      mohar.database.db,
      { country: 'XX', authority, token: await hsm.open(label), ...wanted },
      production,
      new Date(),
    );
  const give = (mohar: RunningApp, use: keyof typeof paths) =>
    mohar.callWith('GET', `/certificate/api/${paths[use]}?refId=E1`, { accept: 'application/json' });
  const given = async (mohar: RunningApp, use: keyof typeof paths) => {
    const answer = await give(mohar, use);
    expect(answer.statusCode, answer.payload).toBe(200);
    const { verdict, checks } = await verify(answer.json().text, {
      trust: mohar.documentKeys.trust,
      // The service's clock may be ahead.
      at: Date.now() + 60_000,
    });
    expect(verdict, JSON.stringify(checks)).toBe('valid');
    return answer.json();
  };
  const health = async (mohar: RunningApp) => (await mohar.app.inject({ url: '/health' })).json();

  test('all uses: the registry has no private half, and what every process signs verifies', async () => {
    const mohar = await start('uses');
    const { db } = mohar.database;
    for (const use of uses) {
      const key = await create(mohar, 'uses', { use });
      expect(key).toMatchObject({ use, state: 'active', kept: 'token', development: false });
      expect(await keptDocumentKey(db, key.id)).toBeUndefined();
    }
    const inToken = await (await hsm.open('uses')).keys();
    const known = (await documentKeys(db)).map(({ id }) => id);
    expect(inToken.map(tokenKeyId).sort()).toEqual(known.sort());
    const other = await openDocumentKeys(db, mohar.pack, mohar.config, { clock: Date.now });
    await mohar.documentKeys.check();
    for (const use of uses) {
      await given(mohar, use);
      const bytes = new Uint8Array([1, 2, 3]);
      expect((await (await other.signerFor(use, 'vaccination'))?.sign(bytes))?.length).toBe(64);
    }
    await other.close();
    const [hcert] = await documentKeys(db);
    await retireDocumentKey(db, hcert?.id ?? '', { now: new Date() });
    await mohar.documentKeys.check();
    expect((await give(mohar, 'hcert')).json()).toMatchObject({ code: 'NO_DOCUMENT_KEY' });
  });

  test('what cannot be certified leaves no key behind', async () => {
    const mohar = await start('uses');
    const token = await hsm.open('uses');
    const before = await token.keys();
    const from = new Date(Date.now() + 1_400 * 24 * 3_600_000);
    await expect(create(mohar, 'uses', { use: 'hcert', from })).rejects.toThrow('Take a newer authority');
    await expect(
      createDocumentKey(
        mohar.database.db,
        { use: 'hcert', country: 'XX', token },
        production,
        new Date(Date.now()),
      ),
    ).rejects.toThrow('mohar keys dsc csr');
    expect(await token.keys()).toEqual(before);
  });

  test.skipIf(opensslMissing)(
    'a request that the token signed: OpenSSL verifies it, an authority signs it, its key signs',
    async () => {
      const mohar = await start('requests');
      const { db } = mohar.database;
      const file = (name: string) => join(hsm.directory, name);
      const openssl = (...args: string[]) =>
        execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
      writeFileSync(file('ca.pem'), certificatePem(authority.certificate));
      writeFileSync(file('ca.key'), authority.privateKey.export({ type: 'pkcs8', format: 'pem' }));
      for (const use of ['hcert', 'vds-nc'] as const) {
        const token = await hsm.open('requests');
        const { key, request } = await requestDocumentKey(
          db,
          { use, country: 'XX', token },
          production,
          new Date(),
        );
        expect(key).toMatchObject({ state: 'requested', kept: 'token' });
        writeFileSync(file('request.pem'), request);
        openssl('req', '-in', file('request.pem'), '-noout', '-verify');
        openssl(
          ...['x509', '-req', '-in', file('request.pem'), '-CA', file('ca.pem'), '-CAkey', file('ca.key')],
          ...['-days', '700', '-copy_extensions', 'copyall', '-out', file('ds.pem')],
        );
        const certificate = readFileSync(file('ds.pem'));
        const received = { certificate, authority: authority.certificate, country: 'XX' };
        const certified = await certifyRequestedKey(db, received, new Date());
        expect(certified).toMatchObject({ id: key.id, state: 'active', kept: 'token' });
        await mohar.documentKeys.check();
        await given(mohar, use);
      }
    },
  );

  test('while the token is away nothing is signed, and health says so; afterwards it goes on by itself', async () => {
    const mohar = await start('outage');
    const key = await create(mohar, 'outage', { use: 'hcert' });
    await mohar.documentKeys.check();
    await given(mohar, 'hcert');
    const plugIn = hsm.unplug('outage');
    const refused = await give(mohar, 'hcert');
    expect([refused.statusCode, refused.json().code]).toEqual([503, 'SIGNING_KEY_UNAVAILABLE']);
    await mohar.documentKeys.check();
    const again = await give(mohar, 'hcert');
    expect([again.statusCode, again.json().code]).toEqual([503, 'NO_DOCUMENT_KEY']);
    const said = await health(mohar);
    expect(said).toMatchObject({
      status: 'WARN',
      warnings: [{ code: 'DOCUMENT_KEY_UNAVAILABLE', message: expect.stringContaining(key.id) }],
    });
    expect(JSON.stringify(said)).not.toContain('outage');
    expect(mohar.notices.at(-1)?.reason).toContain('“outage”');
    plugIn();
    await reinitialize('outage');
    mohar.moveClock(31_000);
    await mohar.documentKeys.check();
    expect(await health(mohar)).toEqual({ status: 'UP', warnings: [] });
    await given(mohar, 'hcert');
  });

  test('a process that starts without the token, or without a setting for it, starts, and warns', async () => {
    const mohar = await start('absent');
    const { db } = mohar.database;
    await create(mohar, 'absent', { use: 'shc' });
    const notices: KeyNotice[] = [];
    const options = { clock: Date.now, notify: (notice: KeyNotice) => notices.push(notice) };
    const card = mohar.pack.exports?.['smart-health-card'];
    const pack = { ...mohar.pack, exports: card ? { 'smart-health-card': card } : {} };
    const plugIn = hsm.unplug('absent');
    await reinitialize('absent');
    for (const setting of [mohar.config, production]) {
      const keys = await openDocumentKeys(db, pack, setting, options);
      expect(await keys.signerFor('shc')).toBeUndefined();
      expect(keys.trust).toHaveLength(1);
      expect(keys.warnings()).toMatchObject([{ code: 'DOCUMENT_KEY_UNAVAILABLE', use: 'shc' }]);
      await keys.close();
    }
    expect(notices.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('no PKCS#11 token with the label “absent”'),
      expect.stringContaining('set MOHAR_PKCS11_MODULE'),
    ]);
    plugIn();
    await reinitialize('absent');
  });

  test('no document key signs credentials, though it would fit', async () => {
    const token = await hsm.open('shared');
    await token.generate({ algorithm: 'EdDSA', label: 'ministry' });
    const mohar = await start('shared');
    const { db } = mohar.database;
    const key = await create(mohar, 'shared', { use: 'hcert' });
    const { label } = (await token.keys()).find((one) => tokenKeyId(one) === key.id) ?? {};
    expect(label).toMatch(/^mohar-hcert-/);
    await expect(
      rotateKey(db, 'ES256', mohar.pack, { token: async () => token }, mohar.config, {
        now: new Date(),
        place: 'token',
        label,
      }),
    ).rejects.toThrow('signs hcert documents');
    const keeper = await openKeyKeeper(
      db,
      mohar.pack,
      { ...mohar.config, proof: 'ecdsa-rdfc-2019' },
      { clock: Date.now, notify: () => {} },
    );
    const forCredentials = keeper.keys.filter(({ algorithm }) => algorithm === 'ES256');
    expect(forCredentials).toMatchObject([{ state: 'active', kept: 'development' }]);
    await keeper.close();
  });

  /** SoftHSM looks for its tokens when it is initialised. */
  async function reinitialize(label: string): Promise<void> {
    const { PKCS11 } = (await import('pkcs11js')).default;
    const intruder = new PKCS11();
    intruder.load(hsm.setting(label).module);
    intruder.C_Finalize();
  }
});
