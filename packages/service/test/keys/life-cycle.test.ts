import { generateKeyPairSync } from 'node:crypto';
import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { takeOverDue } from '../../src/keys/advance-keys.ts';
import { environmentKey } from '../../src/keys/new-key.ts';
import { registerKey } from '../../src/keys/register-key.ts';
import { retireKey } from '../../src/keys/retire-key.ts';
import { packNamed } from '../../src/pack-named.ts';
import { type NewSigningKey, type SigningKey, signingKeys } from '../../src/registry/signing-keys.ts';
import { importKey, makeKey } from '../../src/signing/key-store.ts';
import { freshDatabase } from '../fresh-database.ts';

const pack = packNamed('default');
const grace = 10 * 60_000;
const start = new Date('2026-03-01T00:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);
const hour = 3_600_000;

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.deleteFrom('signing_key').execute();
});

const made = (algorithm: SignatureAlgorithm = 'EdDSA'): NewSigningKey =>
  environmentKey(makeKey(algorithm), pack);
const stateOf = async () =>
  new Map((await signingKeys(database.db)).map((key): [string, SigningKey] => [key.id, key]));
const always = async () => true;

describe('the life of a key', () => {
  test('the second of an algorithm takes over from the first; other algorithms go on', async () => {
    const { db } = database;
    const [first, second, other] = [made(), made(), made('ES256')];
    await registerKey(db, first, { now: start });
    await registerKey(db, other, { now: start });
    await registerKey(db, second, { now: after(hour) });
    const keys = await stateOf();
    expect(keys.get(first.id)).toMatchObject({ state: 'retiring', validUntil: after(hour + grace) });
    expect(keys.get(second.id)).toMatchObject({ state: 'active' });
    expect(keys.get(second.id)).not.toHaveProperty('validUntil');
    expect(keys.get(other.id)).toMatchObject({ state: 'active' });
  });

  test('an announced key waits for its time, and then takes over', async () => {
    const { db } = database;
    const [first, second] = [made(), { ...made(), validFrom: start }];
    await registerKey(db, first, { now: start });
    const announced = await registerKey(db, second, { now: start, at: after(hour) });
    expect(announced).toMatchObject({ state: 'created', takesOverAt: after(hour), validFrom: start });
    expect(await takeOverDue(db, await signingKeys(db), always, after(hour - 1))).toBe(false);
    expect(await takeOverDue(db, await signingKeys(db), async () => false, after(hour))).toBe(false);
    expect((await stateOf()).get(second.id)?.state).toBe('created');
    expect(await takeOverDue(db, await signingKeys(db), always, after(hour + 5))).toBe(true);
    const keys = await stateOf();
    expect(keys.get(first.id)).toMatchObject({ state: 'retiring', validUntil: after(hour + 5 + grace) });
    expect(keys.get(second.id)).toMatchObject({
      state: 'active',
      activeSince: after(hour + 5),
      validFrom: start,
    });
    expect(keys.get(second.id)).not.toHaveProperty('takesOverAt');
  });

  test('many at once do each takeover once, and never two keys are active', async () => {
    const { db } = database;
    const first = made();
    await registerKey(db, first, { now: start });
    const later = Array.from({ length: 4 }, () => made());
    for (const [n, key] of later.entries()) await registerKey(db, key, { now: start, at: after(hour + n) });
    const seen = await signingKeys(db);
    await Promise.all(
      Array.from({ length: 6 }, (_, n) => takeOverDue(db, seen, always, after(2 * hour + n))),
    );
    const keys = [...(await stateOf()).values()];
    expect(keys.filter(({ state }) => state === 'active').map(({ id }) => id)).toEqual([later[3]?.id]);
    expect(keys.filter(({ state }) => state === 'retiring')).toHaveLength(4);
    await expect(
      db.updateTable('signing_key').set({ state: 'active' }).where('id', '=', first.id).execute(),
    ).rejects.toThrow('signing_key_active');
  });

  test('no key comes back, and no two have one name', async () => {
    const { db } = database;
    const [first, second] = [made(), made()];
    await registerKey(db, first, { now: start });
    await registerKey(db, second, { now: after(hour) });
    await expect(registerKey(db, first, { now: after(2 * hour) })).rejects.toThrow('it is retiring');
    await expect(
      registerKey(db, { ...made(), verificationMethod: second.verificationMethod }, { now: after(2 * hour) }),
    ).rejects.toThrow('MOHAR_VERIFICATION_METHOD');
    expect((await stateOf()).get(second.id)?.state).toBe('active');
  });

  test('of many that register different keys at once, one signs in the end', async () => {
    const { db } = database;
    const keys = Array.from({ length: 8 }, () => made());
    await Promise.all(keys.map((key, n) => registerKey(db, key, { now: after(n) })));
    const states = [...(await stateOf()).values()].map(({ state }) => state).sort();
    expect(states).toEqual(['active', ...Array(7).fill('retiring')]);
  });
});

describe('the end of a key', () => {
  test('the active key ends only where another takes over: an announced one, or a new one', async () => {
    const { db } = database;
    const [first, second, third] = [made(), made(), made()];
    await registerKey(db, first, { now: start });
    await expect(retireKey(db, first.id, { now: after(hour) })).rejects.toThrow(
      'no other key could take over',
    );
    expect((await stateOf()).get(first.id)?.state).toBe('active');
    await registerKey(db, second, { now: start, at: after(9 * hour) });
    expect(await retireKey(db, first.id, { now: after(hour) })).toMatchObject({
      id: second.id,
      state: 'active',
    });
    expect((await stateOf()).get(first.id)).toMatchObject({
      state: 'retiring',
      validUntil: after(hour + grace),
    });
    const successor = async () => third;
    expect(await retireKey(db, second.id, { now: after(2 * hour), successor })).toMatchObject({
      id: third.id,
    });
    expect((await stateOf()).get(third.id)).toMatchObject({ state: 'active', validFrom: after(2 * hour) });
    await expect(retireKey(db, first.id, { now: after(3 * hour) })).rejects.toThrow('retiring already');
    await expect(retireKey(db, 'nobody', { now: start })).rejects.toThrow(first.id);
  });

  test('a compromised key: known since when, in any state; that can become earlier, never later', async () => {
    const { db } = database;
    const [first, second] = [made(), made()];
    await registerKey(db, first, { now: start });
    const refused = retireKey(db, first.id, { now: after(hour), compromisedSince: start });
    await expect(refused).rejects.toThrow('no other key could take over');
    expect((await stateOf()).get(first.id)).toMatchObject({ state: 'active' });

    const taken = await retireKey(db, first.id, {
      now: after(3 * hour),
      compromisedSince: after(2 * hour),
      successor: async () => second,
    });
    expect(taken).toMatchObject({ id: second.id, state: 'active' });
    const compromised = {
      state: 'compromised',
      compromisedSince: after(2 * hour),
      validUntil: after(3 * hour),
    };
    expect((await stateOf()).get(first.id)).toMatchObject(compromised);

    const again = (since: Date) => retireKey(db, first.id, { now: after(4 * hour), compromisedSince: since });
    await expect(again(after(3 * hour))).rejects.toThrow('earlier only');
    await again(after(hour));
    expect((await stateOf()).get(first.id)).toMatchObject({ ...compromised, compromisedSince: after(hour) });
    await expect(retireKey(db, first.id, { now: after(4 * hour) })).rejects.toThrow('compromised since');
  });

  test('an announced key that is called off does not take over', async () => {
    const { db } = database;
    const [first, second] = [made(), made()];
    await registerKey(db, first, { now: start });
    await registerKey(db, second, { now: start, at: after(hour) });
    expect(await retireKey(db, second.id, { now: start })).toBeUndefined();
    await takeOverDue(db, await signingKeys(db), always, after(2 * hour));
    expect((await stateOf()).get(first.id)?.state).toBe('active');
  });
});

test('an encrypted PEM opens with its passphrase, and says so where that is wrong', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' })
    .toString();
  const plain = importKey(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'plain');
  expect(importKey(pem, 'x.pem', { passphrase: 'right' }).id).toBe(plain.id);
  expect(() => importKey(pem, 'x.pem', { passphrase: 'wrong' })).toThrow(
    'not the one that it was encrypted with',
  );
  expect(() => importKey(pem, 'x.pem')).toThrow('an encrypted key');
});
