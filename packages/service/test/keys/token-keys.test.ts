import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '@mohar/credential/verification/verify.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { tokenSource } from '../../src/keys/key-sources.ts';
import { rotateKey } from '../../src/keys/rotate-key.ts';
import { signingKeys } from '../../src/registry/signing-keys.ts';
import { type RunningApp, runningApp } from '../running-app.ts';
import { vaccinationEvent } from '../sample-events.ts';
import { createSoftHsm, pin, type SoftHsm, softHsmMissing } from '../signing/pkcs11/soft-token.ts';

const day = 24 * 3_600_000;

describe.skipIf(softHsmMissing())('keys in a PKCS#11 token', () => {
  let hsm: SoftHsm;
  beforeAll(() => {
    hsm = createSoftHsm('fresh', 'several', 'rotating', 'outage', 'scheduled');
  });
  afterAll(() => hsm?.delete());
  const apps: RunningApp[] = [];
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  const access = (label: string) => ({
    MOHAR_PKCS11_MODULE: hsm.setting(label).module,
    MOHAR_PKCS11_TOKEN: label,
    MOHAR_PKCS11_PIN: pin,
  });
  const start = async (environment: Record<string, string>) => {
    const app = await runningApp(environment);
    apps.push(app);
    return app;
  };
  const certify = async (mohar: RunningApp, count: number, name: string) => {
    const events = Array.from({ length: count }, (_, n) => vaccinationEvent(`${name}-${n}`));
    return mohar.call('POST', '/divoc/api/v1/certify', events);
  };
  const issued = async (mohar: RunningApp, count: number, name: string) => {
    const answer = await certify(mohar, count, name);
    expect(answer.statusCode, answer.payload).toBe(200);
    const credentials = [];
    for (const { certificateId } of answer.json()) {
      credentials.push((await mohar.call('GET', `/divoc/api/v1/certificates/${certificateId}`)).json());
    }
    return credentials;
  };

  test('the token’s only key signs from the first start on, also long requests; what it signs verifies', async () => {
    const token = await hsm.open('fresh');
    const made = await token.generate({ algorithm: 'EdDSA', label: 'ministry' });
    await token.generate({ algorithm: 'ES256', label: 'for something else' });
    const directory = mkdtempSync(join(tmpdir(), 'mohar-pin-'));
    writeFileSync(join(directory, 'pin'), `${pin}\n`);
    const { MOHAR_PKCS11_PIN: _, ...rest } = access('fresh');
    const mohar = await start({ ...rest, MOHAR_PKCS11_PIN_FILE: join(directory, 'pin') });
    expect(await signingKeys(mohar.database.db)).toMatchObject([
      { kept: 'token', state: 'active', publicKey: made.publicKeyPem },
    ]);
    expect(mohar.issuer.recipe).toBeUndefined();
    const credentials = await issued(mohar, 130, 'fresh');
    expect(credentials).toHaveLength(130);
    for (const credential of credentials.slice(-5)) {
      const { verdict } = await verify(credential, { trust: mohar.issuer.trust, at: Date.now() });
      expect(verdict).toBe('valid');
    }
    // Threads still print.
    const pdf = await mohar.call('GET', '/certificate/api/certificatePDF/fresh-0');
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('of several keys that fit, one must be named', async () => {
    const token = await hsm.open('several');
    await token.generate({ algorithm: 'EdDSA', label: 'one' });
    const other = await token.generate({ algorithm: 'EdDSA', label: 'other' });
    await expect(start(access('several'))).rejects.toThrow(/“one”, “other”.*--label/);
    const first = await start({});
    const setting = { ...first.config, token: tokenAccess('several') };
    const { token: open, close } = tokenSource(setting);
    const key = await rotateKey(first.database.db, 'EdDSA', first.pack, { token: open }, setting, {
      now: new Date(),
      place: 'token',
      label: 'other',
    });
    await close();
    expect(key).toMatchObject({ kept: 'token', publicKey: other.publicKeyPem, state: 'active' });
  });

  test('from a sealed key into the token and on to the next: no restart', async () => {
    const mohar = await start({ ...access('rotating'), MOHAR_KEY_PASSPHRASE: 'a passphrase of words' });
    // With both, the first key is looked for in the token, which is empty.
    expect(mohar.keeper.keys).toMatchObject([{ kept: 'sealed' }]);
    const byFirst = await issued(mohar, 3, 'sealed');
    const { token, close } = tokenSource(mohar.config);
    const rotate = (place?: 'token') =>
      rotateKey(mohar.database.db, 'EdDSA', mohar.pack, { token }, mohar.config, { now: new Date(), place });
    const second = await rotate('token');
    await mohar.keeper.check();
    const bySecond = await issued(mohar, 12, 'token');
    expect(bySecond[11].proof.verificationMethod).toBe(second.verificationMethod);
    // The successor of a key in a token goes there too.
    const third = await rotate();
    expect(third.kept).toBe('token');
    await mohar.keeper.check();
    const byThird = await issued(mohar, 12, 'token-next');
    expect(byThird[0].proof.verificationMethod).toBe(third.verificationMethod);
    for (const credential of [byFirst[0], bySecond[0], byThird[0]]) {
      const { verdict } = await verify(credential, { trust: mohar.issuer.trust, at: Date.now() });
      expect(verdict).toBe('valid');
    }
    await close();
  });

  test('while the token is away nothing is signed, and health says so; afterwards it goes on by itself', async () => {
    const token = await hsm.open('outage');
    await token.generate({ algorithm: 'EdDSA', label: 'ministry' });
    const mohar = await start(access('outage'));
    await issued(mohar, 1, 'before');
    const plugIn = hsm.unplug('outage');
    const refused = await certify(mohar, 2, 'away');
    expect(refused.statusCode).toBe(503);
    expect(refused.json()).toMatchObject({ code: 'SIGNING_KEY_UNAVAILABLE' });
    expect((await mohar.app.inject({ url: '/health/ready' })).statusCode).toBe(503);
    const health = await mohar.app.inject({ url: '/health' });
    expect(health.json()).toMatchObject({ status: 'DOWN', warnings: [{ code: 'SIGNING_KEY_UNAVAILABLE' }] });
    expect(health.payload).not.toContain('outage');
    await mohar.keeper.check();
    expect(mohar.notices.at(-1)?.reason).toContain('“outage”');
    plugIn();
    // SoftHSM looks for its tokens when it is initialised.
    const { PKCS11 } = (await import('pkcs11js')).default;
    const intruder = new PKCS11();
    intruder.load(hsm.setting('outage').module);
    intruder.C_Finalize();
    await mohar.keeper.check();
    expect((await mohar.app.inject({ url: '/health' })).json()).toEqual({ status: 'UP', warnings: [] });
    await issued(mohar, 2, 'away');
  });

  test('a successor that is due by schedule is made in the token', async () => {
    const token = await hsm.open('scheduled');
    await token.generate({ algorithm: 'EdDSA', label: 'first' });
    const mohar = await start({ ...access('scheduled'), MOHAR_KEY_LIFETIME_DAYS: '90' });
    await mohar.keeper.check();
    mohar.moveClock(84 * day);
    await mohar.keeper.check();
    await mohar.keeper.check();
    expect(mohar.keeper.keys).toMatchObject([
      { state: 'active', kept: 'token' },
      { state: 'created', kept: 'token' },
    ]);
    expect(await token.keys()).toHaveLength(2);
    expect(mohar.keeper.warnings()).toEqual([]);
  });

  const tokenAccess = (label: string) => ({
    module: hsm.setting(label).module,
    tokenLabel: label,
    pin: { text: pin },
  });
});
