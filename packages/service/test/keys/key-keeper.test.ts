import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '@mohar/credential/verification/verify.ts';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Config, readConfig } from '../../src/config.ts';
import { assertKeyInForce } from '../../src/issuing/issuer.ts';
import { keysDirectory } from '../../src/issuing/open-issuer.ts';
import { type KeyKeeper, type KeyNotice, openKeyKeeper } from '../../src/keys/key-keeper.ts';
import { environmentKey, sealedKey } from '../../src/keys/new-key.ts';
import { registerKey } from '../../src/keys/register-key.ts';
import { retireKey } from '../../src/keys/retire-key.ts';
import { rotateKey } from '../../src/keys/rotate-key.ts';
import { packNamed } from '../../src/pack-named.ts';
import { signingKeys } from '../../src/registry/signing-keys.ts';
import { startService } from '../../src/serve.ts';
import { generateKey, importKey, makeKey } from '../../src/signing/key-store.ts';
import { freshDatabase } from '../fresh-database.ts';
import { runningApp } from '../running-app.ts';
import { vaccinationEvent } from '../sample-events.ts';

const pack = packNamed('default');
const day = 24 * 3_600_000;
const sealing = { MOHAR_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64') };
const noSources = { token: () => undefined };

const newDirectory = () => mkdtempSync(join(tmpdir(), 'mohar-keeper-'));
const newPem = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const idOf = (pem: string) => importKey(pem, 'test').id;

/** One registry of keys, and the processes that share it. */
async function installation() {
  const database = await freshDatabase();
  const open: KeyKeeper[] = [];
  onTestFinished(async () => {
    for (const keeper of open) await keeper.close();
    await database.close();
  });
  let now = Date.now();
  const notices: KeyNotice[] = [];
  return {
    db: database.db,
    url: database.url,
    notices,
    now: () => now,
    moveClock: (by: number) => {
      now += by;
    },
    /** A process with a data directory of its own. */
    start: async (environment: Record<string, string> = {}) => {
      const config = readConfig({ MOHAR_DATA: newDirectory(), ...environment });
      const keeper = await openKeyKeeper(database.db, pack, config, {
        clock: () => now,
        notify: (notice) => notices.push(notice),
      });
      open.push(keeper);
      return { keeper, config };
    },
    states: async () => (await signingKeys(database.db)).map(({ id, state }) => [id, state]),
  };
}
const signerOf = (keeper: KeyKeeper) => keeper.issuer.signer.verificationMethod;
const methodOf = (id: string) => `${pack.issuer.did}#${id}`;
const rotate = (
  { db, now }: { db: Parameters<typeof rotateKey>[0]; now: () => number },
  config: Config,
  at?: Date,
) => rotateKey(db, 'EdDSA', pack, noSources, config, { now: new Date(now()), at });

describe('the first key', () => {
  test('a development key is shared by all processes on one database, also when they start at once', async () => {
    const place = await installation();
    const started = await Promise.all([place.start(), place.start(), place.start()]);
    expect(new Set(started.map(({ keeper }) => signerOf(keeper))).size).toBe(1);
    const [key] = await signingKeys(place.db);
    expect(key).toMatchObject({ state: 'active', kept: 'development' });
    // It is in the data directory of the one that made it, where commands without a database find it.
    const files = started.flatMap(({ config }) => {
      try {
        return readdirSync(keysDirectory(config.dataDirectory));
      } catch {
        return [];
      }
    });
    expect(files).toContain(`${key?.id}.pem`);
    const bytes = new Uint8Array([1, 2, 3]);
    const signatures = await Promise.all(started.map(({ keeper }) => keeper.issuer.signer.sign(bytes)));
    expect(new Set(signatures.map((one) => Buffer.from(one).toString('hex'))).size).toBe(1);
  });

  test('the newest fitting key of an existing data directory goes on signing, and counts for what it signed', async () => {
    const place = await installation();
    const dataDirectory = newDirectory();
    generateKey(keysDirectory(dataDirectory), 'EdDSA', true, '2026-01-01T00:00:00.000Z');
    const newest = generateKey(keysDirectory(dataDirectory), 'EdDSA', false, '2026-02-01T00:00:00.000Z');
    generateKey(keysDirectory(dataDirectory), 'ES256', false, '2026-03-01T00:00:00.000Z');
    const { keeper } = await place.start({ MOHAR_DATA: dataDirectory });
    expect(signerOf(keeper)).toBe(methodOf(newest.id));
    expect(keeper.keys).toMatchObject([{ id: newest.id, kept: 'environment', state: 'active' }]);
    expect(keeper.issuer.trust[0]).toEqual({
      issuer: pack.issuer.did,
      issuerName: 'Ministry of Health',
      verificationMethod: methodOf(newest.id),
      publicKey: newest.publicKeyPem,
    });
    await place.start({ MOHAR_DATA: dataDirectory });
    expect(await place.states()).toHaveLength(1);
  });

  test('a configured key takes over from the one before, and keeps its name', async () => {
    const place = await installation();
    const [first, second] = [newPem(), newPem()];
    await place.start({ MOHAR_SIGNING_KEY: first, MOHAR_VERIFICATION_METHOD: 'did:india' });
    place.moveClock(1);
    const { keeper } = await place.start({ MOHAR_SIGNING_KEY: second });
    expect(signerOf(keeper)).toBe(methodOf(idOf(second)));
    expect(keeper.keys).toMatchObject([
      { id: idOf(first), state: 'retiring', verificationMethod: 'did:india' },
      { id: idOf(second), state: 'active' },
    ]);
    expect(place.notices).toEqual([]);
    // The same name for another key would make verifiers take what it signs for changed.
    await expect(
      place.start({ MOHAR_SIGNING_KEY: newPem(), MOHAR_VERIFICATION_METHOD: 'did:india' }),
    ).rejects.toThrow('needs another one');
    const again = await place.start({ MOHAR_SIGNING_KEY: second, MOHAR_VERIFICATION_METHOD: 'did:other' });
    expect(signerOf(again.keeper)).toBe(methodOf(idOf(second)));
    expect(place.notices.map(({ message }) => message)).toEqual([
      expect.stringContaining('MOHAR_VERIFICATION_METHOD changes nothing'),
    ]);
  });

  test('a configured key that retired or was compromised does not come back', async () => {
    const place = await installation();
    const pem = newPem();
    const { config } = await place.start({ MOHAR_SIGNING_KEY: pem, ...sealing });
    const next = await rotate(place, config);
    const { keeper } = await place.start({ MOHAR_SIGNING_KEY: pem, ...sealing });
    expect(signerOf(keeper)).toBe(next.verificationMethod);
    expect(place.notices).toMatchObject([
      { code: 'CONFIGURED_KEY', message: expect.stringContaining('is retiring') },
    ]);
    await retireKey(place.db, idOf(pem), {
      now: new Date(place.now()),
      compromisedSince: new Date(place.now()),
    });
    await place.start({ MOHAR_SIGNING_KEY: pem, ...sealing });
    expect(place.notices.at(-1)?.message).toContain('is compromised');
    // Without what its successor is sealed with, it does not start.
    await expect(place.start({ MOHAR_SIGNING_KEY: pem })).rejects.toThrow(
      'MOHAR_KEY_ENCRYPTION_KEY, which is not set',
    );
  });

  test('production signs with a configured or a sealed key, never with one that was made for trying out', async () => {
    const place = await installation();
    const production = { NODE_ENV: 'production', ...sealing };
    await expect(place.start(production)).rejects.toThrow('mohar keys rotate');
    expect(await place.states()).toEqual([]);
    await place.start();
    await expect(place.start(production)).rejects.toThrow('generated development key');
    const config = readConfig(production);
    const key = await rotate(place, config);
    expect(key).toMatchObject({ kept: 'sealed', state: 'active' });
    const { keeper } = await place.start(production);
    expect(signerOf(keeper)).toBe(key.verificationMethod);
  });

  test('where keys can be sealed, none is kept plain', async () => {
    const place = await installation();
    await place.start(sealing);
    expect(await signingKeys(place.db)).toMatchObject([{ kept: 'sealed', state: 'active' }]);
    const { private_key } = await place.db
      .selectFrom('signing_key')
      .select('private_key')
      .executeTakeFirstOrThrow();
    expect([...(private_key ?? [])].slice(0, 2)).toEqual([1, 0]);
  });

  test('a wrong passphrase or a changed row is said at the start', async () => {
    const place = await installation();
    const { config } = await place.start({ MOHAR_KEY_PASSPHRASE: 'correct horse battery' });
    await expect(place.start({ MOHAR_KEY_PASSPHRASE: 'wrong horse battery' })).rejects.toMatchObject({
      code: 'SIGNING_KEY',
      message: expect.stringContaining('MOHAR_KEY_PASSPHRASE is not what it was sealed with'),
    });
    // A sealed key that somebody put in the place of another does not open as that one.
    const other = await sealedKey(makeKey('EdDSA'), pack, config);
    await place.db
      .updateTable('signing_key')
      .set({ private_key: other.privateKey ?? null })
      .execute();
    await expect(place.start({ MOHAR_KEY_PASSPHRASE: 'correct horse battery' })).rejects.toThrow('damaged');
  });
});

describe('watching the registry', () => {
  test('processes sign with the new key after their next look; the old one counts for ten more minutes', async () => {
    const place = await installation();
    const one = await place.start(sealing);
    const other = await place.start(sealing);
    const former = signerOf(one.keeper);
    place.moveClock(1);
    const changes: string[] = [];
    other.keeper.onChange(() => changes.push(signerOf(other.keeper)));
    const next = await rotate(place, one.config);
    await Promise.all([one.keeper.check(), other.keeper.check(), other.keeper.check()]);
    expect([signerOf(one.keeper), signerOf(other.keeper)]).toEqual(Array(2).fill(next.verificationMethod));
    expect(changes).toEqual([next.verificationMethod]);
    expect(other.keeper.issuer.trust).toMatchObject([
      { verificationMethod: former, validUntil: new Date(place.now() + 10 * 60_000).toISOString() },
      { verificationMethod: next.verificationMethod, validFrom: new Date(place.now()).toISOString() },
    ]);
  });

  test('an announced key is in the trust list before it signs, and takes over at its time', async () => {
    const place = await installation();
    const { keeper, config } = await place.start(sealing);
    const former = signerOf(keeper);
    place.moveClock(1);
    const next = await rotate(place, config, new Date(place.now() + day));
    await keeper.check();
    expect(signerOf(keeper)).toBe(former);
    expect(keeper.issuer.trust.map(({ verificationMethod }) => verificationMethod)).toEqual([
      former,
      next.verificationMethod,
    ]);
    place.moveClock(day - 1);
    await keeper.check();
    expect(signerOf(keeper)).toBe(former);
    place.moveClock(1);
    await keeper.check();
    expect(signerOf(keeper)).toBe(next.verificationMethod);
  });

  test('a successor that no process can open does not take over, and somebody is told before', async () => {
    const place = await installation();
    const { keeper } = await place.start(sealing);
    const former = signerOf(keeper);
    const elsewhere = readConfig({ MOHAR_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64') });
    const next = await rotate(place, elsewhere, new Date(place.now() + day));
    await keeper.check();
    expect(keeper.warnings()).toMatchObject([{ code: 'SUCCESSOR_UNAVAILABLE', keyId: next.id }]);
    place.moveClock(2 * day);
    await keeper.check();
    expect(signerOf(keeper)).toBe(former);
    expect(keeper.canSign()).toBe(true);
  });

  test('where the key that took over cannot be opened, the former one signs for as long as it counts, and no longer', async () => {
    const place = await installation();
    const pem = newPem();
    const { keeper } = await place.start({ MOHAR_SIGNING_KEY: pem });
    const { config } = await place.start({ MOHAR_SIGNING_KEY: pem, ...sealing });
    const next = await rotate(place, config);
    await keeper.check();
    expect(signerOf(keeper)).toBe(methodOf(idOf(pem)));
    expect(keeper.canSign()).toBe(true);
    expect(keeper.warnings()).toMatchObject([{ code: 'SIGNING_KEY_UNAVAILABLE', keyId: next.id }]);
    expect(keeper.warnings()[0]?.message).not.toContain('MOHAR_');
    expect(place.notices.at(-1)).toMatchObject({
      key: next.id,
      reason: expect.stringContaining('MOHAR_KEY_ENCRYPTION_KEY'),
    });
    place.moveClock(10 * 60_000);
    expect(keeper.canSign()).toBe(false);
    expect(() => assertKeyInForce(keeper.issuer, place.now())).toThrow('no longer');
  });

  test('what keys are sealed with can be changed: the successor is sealed anew, and waits for the restart', async () => {
    const place = await installation();
    const { keeper } = await place.start(sealing);
    const former = signerOf(keeper);
    const anew = { MOHAR_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64') };
    place.moveClock(1);
    const next = await rotate(place, readConfig(anew), new Date(place.now() + day));
    await expect(place.start(anew)).rejects.toThrow(
      'MOHAR_KEY_ENCRYPTION_KEY is not what it was sealed with',
    );
    place.moveClock(2 * day);
    await keeper.check();
    expect(signerOf(keeper)).toBe(former);
    const restarted = await place.start(anew);
    expect(signerOf(restarted.keeper)).toBe(next.verificationMethod);
    await keeper.check();
    expect([signerOf(keeper), keeper.canSign()]).toEqual([former, true]);
  });

  test('a compromised key stops at once, everywhere', async () => {
    const place = await installation();
    const { keeper, config } = await place.start(sealing);
    const pem = newPem();
    // This process cannot open the successor.
    const stuck = await place.start({ MOHAR_SIGNING_KEY: pem });
    await keeper.check();
    await expect(rotate(place, config)).resolves.toBeDefined();
    await stuck.keeper.check();
    expect(stuck.keeper.canSign()).toBe(true);
    await retireKey(place.db, idOf(pem), {
      now: new Date(place.now()),
      compromisedSince: new Date(place.now() - day),
    });
    await stuck.keeper.check();
    expect(stuck.keeper.canSign()).toBe(false);
    await keeper.check();
    expect(keeper.canSign()).toBe(true);
    expect(keeper.issuer.trust).toContainEqual(
      expect.objectContaining({
        verificationMethod: methodOf(idOf(pem)),
        compromisedSince: new Date(Math.floor((place.now() - day) / 1_000) * 1_000).toISOString(),
      }),
    );
  });

  test('a warning is logged when it comes up, and once a day from then on', async () => {
    const place = await installation();
    const { keeper } = await place.start(sealing);
    await rotate(
      place,
      readConfig({ MOHAR_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64') }),
      new Date(place.now() + 90 * day),
    );
    for (let hours = 0; hours < 60; hours += 6) {
      await keeper.check();
      place.moveClock(day / 4);
    }
    expect(place.notices.map(({ code }) => code)).toEqual(Array(3).fill('SUCCESSOR_UNAVAILABLE'));
  });
});

describe('keys that follow one another by themselves', () => {
  const scheduled = { ...sealing, MOHAR_KEY_LIFETIME_DAYS: '90', MOHAR_KEY_OVERLAP_DAYS: '14' };

  test('an end is set, a successor announced before it, and the work handed over: by any number of processes', async () => {
    const place = await installation();
    const started = [await place.start(scheduled), await place.start(scheduled)];
    const look = () => Promise.all(started.map(({ keeper }) => keeper.check()));
    await look();
    const [first] = await signingKeys(place.db);
    const end = Number(first?.activeSince) + 90 * day;
    expect(first).toMatchObject({ state: 'active', validUntil: new Date(end + 10 * 60_000) });
    place.moveClock(76 * day - 1_000);
    await look();
    expect(await place.states()).toHaveLength(1);
    place.moveClock(2_000);
    await look();
    await look();
    const [, second, ...more] = await signingKeys(place.db);
    expect(more).toEqual([]);
    expect(second).toMatchObject({ state: 'created', kept: 'sealed', takesOverAt: new Date(end) });
    place.moveClock(14 * day);
    await look();
    await look();
    expect(await place.states()).toEqual([
      [first?.id, 'retiring'],
      [second?.id, 'active'],
    ]);
    for (const { keeper } of started) {
      expect(signerOf(keeper)).toBe(second?.verificationMethod);
      const since = Number(keeper.keys[1]?.activeSince);
      expect(since).toBeGreaterThanOrEqual(end);
      expect(keeper.keys[1]?.validUntil).toEqual(new Date(since + 90 * day + 10 * 60_000));
      expect(keeper.warnings()).toEqual([]);
    }
  });

  test('a key that is older already gets the time of the overlap; one that ended while nothing ran is replaced at the start', async () => {
    const place = await installation();
    const pem = newPem();
    await registerKey(place.db, environmentKey(importKey(pem, 'old'), pack), {
      now: new Date(place.now() - 400 * day),
    });
    const started = await place.start({ MOHAR_SIGNING_KEY: pem, ...scheduled });
    await started.keeper.check();
    const end = place.now() + 14 * day;
    expect(await signingKeys(place.db)).toMatchObject([
      { id: idOf(pem), state: 'active', validUntil: new Date(end + 10 * 60_000) },
      { state: 'created', takesOverAt: new Date(end) },
    ]);
    await started.keeper.close();
    place.moveClock(60 * day);
    const later = await place.start({ MOHAR_SIGNING_KEY: pem, ...scheduled });
    expect(later.keeper.canSign()).toBe(true);
    expect(later.keeper.keys.map(({ state }) => state)).toEqual(['retiring', 'active']);
  });

  test('where no successor can be kept, that is said, and the key ends', async () => {
    const place = await installation();
    const pem = newPem();
    const { keeper } = await place.start({ MOHAR_SIGNING_KEY: pem, MOHAR_KEY_LIFETIME_DAYS: '90' });
    await keeper.check();
    place.moveClock(89 * day);
    await keeper.check();
    expect(keeper.warnings().map(({ code }) => code)).toEqual(['ROTATION_FAILED', 'SIGNING_KEY_EXPIRES']);
    place.moveClock(2 * day);
    await keeper.check();
    expect(keeper.warnings().map(({ code }) => code)).toEqual(['ROTATION_FAILED', 'SIGNING_KEY_EXPIRED']);
    expect(keeper.canSign()).toBe(false);
  });
});

describe('the service', () => {
  const apps: Awaited<ReturnType<typeof runningApp>>[] = [];
  const start = async (environment: Record<string, string>) => {
    const app = await runningApp(environment);
    apps.push(app);
    return app;
  };
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });
  const health = async ({ app }: Awaited<ReturnType<typeof runningApp>>) => {
    const answer = await app.inject({ url: '/health' });
    return { status: answer.statusCode, ...answer.json() };
  };

  test('an expired key signs nothing; health, readiness and metrics tell before and after', async () => {
    // The end that was once set stays, and nothing makes a successor.
    const first = { MOHAR_SIGNING_KEY: newPem() };
    const mohar = await start(first);
    expect(await health(mohar)).toEqual({ status: 'UP', warnings: [] });
    const [{ id = '' } = {}] = mohar.keeper.keys;
    const end = Date.now() + 40 * day;
    await mohar.database.db
      .updateTable('signing_key')
      .set({ valid_until: new Date(end) })
      .execute();
    await mohar.keeper.check();
    const metrics = (await mohar.call('GET', '/metrics')).payload;
    expect(metrics).toContain(`mohar_signing_key_expiry_timestamp_seconds{key="${id}"} ${end / 1_000}`);
    expect(metrics).toContain('mohar_signing_keys{state="active"} 1');
    expect(metrics).toContain('mohar_signing_keys{state="compromised"} 0');
    expect(await health(mohar)).toMatchObject({ status: 'UP' });

    mohar.moveClock(11 * day);
    await mohar.keeper.check();
    expect(await health(mohar)).toEqual({
      status: 'WARN',
      warnings: [{ code: 'SIGNING_KEY_EXPIRES', message: expect.stringContaining(id) }],
    });
    expect(mohar.notices).toMatchObject([{ code: 'SIGNING_KEY_EXPIRES', key: id }]);
    expect((await mohar.app.inject({ url: '/health/ready' })).statusCode).toBe(200);

    mohar.moveClock(41 * day);
    await mohar.keeper.check();
    for (const count of [1, 60]) {
      const events = Array.from({ length: count }, (_, n) => vaccinationEvent(`expired-${n}`));
      const refused = await mohar.call('POST', '/divoc/api/v1/certify', events);
      expect(refused.statusCode).toBe(503);
      expect(refused.json()).toMatchObject({
        code: 'SIGNING_KEY_EXPIRED',
        title: 'The signing key has expired',
      });
    }
    expect(await mohar.database.db.selectFrom('certificate').selectAll().execute()).toEqual([]);
    const answer = await mohar.app.inject({ url: '/health' });
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ status: 'DOWN', warnings: [{ code: 'SIGNING_KEY_EXPIRED' }] });
    expect((await mohar.app.inject({ url: '/health/ready' })).json()).toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('what was signed with the old key verifies; of a compromised key, what was signed before', async () => {
    const mohar = await start(sealing);
    const certify = async (name: string) => {
      const [result] = (await mohar.call('POST', '/divoc/api/v1/certify', [vaccinationEvent(name)])).json();
      return (await mohar.call('GET', `/divoc/api/v1/certificates/${result.certificateId}`)).payload;
    };
    const rotateNow = () =>
      rotateKey(mohar.database.db, 'EdDSA', pack, noSources, mohar.config, { now: new Date() });
    const verdictOf = async (credential: string) => {
      const { verdict, checks } = await verify(credential, { trust: mohar.issuer.trust, at: Date.now() });
      return [verdict, checks.find(({ outcome }) => outcome === 'failed')?.code];
    };
    const byFirst = await certify('first');
    const second = await rotateNow();
    await mohar.keeper.check();
    const before = await certify('second-before');
    // Proofs tell the second.
    await new Promise((resolve) => setTimeout(resolve, 1_001));
    const since = new Date();
    const afterwards = await certify('second-after');
    for (const one of [byFirst, before, afterwards])
      expect(await verdictOf(one)).toEqual(['valid', undefined]);

    const third = await rotateNow();
    await retireKey(mohar.database.db, second.id, { now: new Date(), compromisedSince: since });
    await mohar.keeper.check();
    const byThird = await certify('third');
    expect(JSON.parse(byThird).proof.verificationMethod).toBe(third.verificationMethod);
    for (const one of [byFirst, before, byThird]) expect(await verdictOf(one)).toEqual(['valid', undefined]);
    expect(await verdictOf(afterwards)).toEqual(['untrusted-issuer', 'issuer.key-compromised']);
  });

  test('an announced key that has to take over early is known to whoever holds the list that announced it', async () => {
    const mohar = await start(sealing);
    const { db } = mohar.database;
    const [{ id = '' } = {}] = mohar.keeper.keys;
    const at = new Date(Date.now() + 300 * day);
    await rotateKey(db, 'EdDSA', pack, noSources, mohar.config, { now: new Date(), at });
    await mohar.keeper.check();
    const held = mohar.issuer.trust;
    await retireKey(db, id, { now: new Date(), compromisedSince: new Date() });
    await mohar.keeper.check();
    const answer = await mohar.call('POST', '/divoc/api/v1/certify?include=credential', [
      vaccinationEvent('early'),
    ]);
    const [{ credential }] = answer.json();
    expect(credential.proof.verificationMethod).toBe(mohar.keeper.keys[1]?.verificationMethod);
    expect((await verify(credential, { trust: held, at: Date.now() })).verdict).toBe('valid');
  });

  test('what the keeper has to say is in the log of the service, from its start on', async () => {
    const place = await installation();
    const pem = newPem();
    const { config } = await place.start({ MOHAR_SIGNING_KEY: pem, ...sealing });
    await rotate(place, config);
    const url = place.url;
    const lines: string[] = [];
    const service = await startService(
      readConfig({
        DATABASE_URL: url,
        PORT: '0',
        MOHAR_DATA: newDirectory(),
        MOHAR_SIGNING_KEY: pem,
        ...sealing,
      }),
      { write: (line) => lines.push(line) },
    );
    await service.close();
    const said = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'warn');
    expect(said).toMatchObject([{ code: 'CONFIGURED_KEY', msg: expect.stringContaining(idOf(pem)) }]);
    expect(lines.join('')).not.toContain(pem.split('\n')[1]);
  });

  test('a configured key in a file goes into no log and no answer', async () => {
    const file = join(newDirectory(), 'key.pem');
    const pem = newPem();
    writeFileSync(file, pem);
    const mohar = await start({ MOHAR_SIGNING_KEY_FILE: file, ...sealing });
    await rotateKey(mohar.database.db, 'EdDSA', pack, noSources, mohar.config, { now: new Date() });
    await mohar.keeper.check();
    const urls = ['/health', '/.well-known/did.json', '/.well-known/jwks.json', '/metrics'];
    const answers = await Promise.all(urls.map((url) => mohar.call('GET', url)));
    const said = [...mohar.log, ...answers.map(({ payload }) => payload)].join('\n');
    const secrets = [pem.split('\n')[1] ?? '', sealing.MOHAR_KEY_ENCRYPTION_KEY];
    for (const secret of secrets) expect(said).not.toContain(secret);
    expect(said).not.toContain('"d"');
  });
});
