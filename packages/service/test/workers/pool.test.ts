import { generateKeyPairSync } from 'node:crypto';
import { verify } from '@mohar/credential/verification/verify.ts';
import { afterAll, describe, expect, test } from 'vitest';
import type { EventBatch } from '../../src/issuing/candidates.ts';
import { BusyError } from '../../src/issuing/desk.ts';
import { createIssuer, createIssuerOfSigner, ExpiredKeyError } from '../../src/issuing/issuer.ts';
import { packNamed } from '../../src/pack-named.ts';
import { unpackContent } from '../../src/registry/content/certificate-content.ts';
import { importKey, makeKey } from '../../src/signing/key-store.ts';
import { toProblem } from '../../src/to-problem.ts';
import { openWorkers } from '../../src/workers/pool.ts';
import { professionalEvent, vaccinationEvent } from '../sample-events.ts';

const pack = packNamed('default');
const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const issuer = createIssuer(pack, importKey(pem, 'test'));
const workers = openWorkers(issuer, { threads: 2 });
afterAll(() => workers.close());

const batch = (values: readonly unknown[], change: Partial<EventBatch> = {}): EventBatch => ({
  values,
  positions: values.map((_, index) => ({ list: 0, index })),
  offset: 0,
  kind: 'domestic',
  partial: false,
  now: Date.now(),
  ...change,
});
const events = (count: number, name: string) =>
  Array.from({ length: count }, (_, n) => vaccinationEvent(`${name}-${n}`));

describe('signing in threads', () => {
  test.each([1, 3, 49, 50, 51, 230])('%i events keep their order and their places', async (count) => {
    const { good, rejected } = await workers.sign(batch(events(count, `order-${count}`)));
    expect(rejected.size).toBe(0);
    expect(good.map(({ index }) => index)).toEqual(Array.from({ length: count }, (_, n) => n));
    expect(good.map(({ identity }) => identity.beneficiary)).toEqual(
      Array.from({ length: count }, (_, n) => `order-${count}-${n}`),
    );
    const last = good.at(-1);
    if (!last) throw new Error('nothing was signed');
    expect(Buffer.isBuffer(last.content) && Buffer.isBuffer(last.identity.eventKey)).toBe(true);
    const credential = JSON.parse(unpackContent(last).credential.toString());
    expect((await verify(credential, { trust: issuer.trust, at: Date.now() })).verdict).toBe('valid');
  });

  test('a fault names its place in the whole request, and keeps all of it from being signed', async () => {
    const values: unknown[] = events(120, 'fault');
    values[7] = {};
    values[101] = { ...vaccinationEvent('x'), recipient: null };
    const all = await workers.sign(batch(values));
    expect(all.good).toEqual([]);
    expect([...all.rejected.keys()].sort((a, b) => a - b)).toEqual([7, 101]);
    expect(all.rejected.get(101)?.[0]?.pointer).toMatch(/^\/101\//);
    const some = await workers.sign(batch(values, { partial: true }));
    expect(some.good).toHaveLength(118);
  });

  test('kinds of the country pack pass to the threads by name', async () => {
    const kind = pack.entityTypes.get('health-professional');
    if (!kind) throw new Error('the pack has no such type');
    const values = Array.from({ length: 10 }, (_, n) => ({
      ...professionalEvent(),
      [kind.beneficiaryMember]: `P-${n}`,
    }));
    const { good } = await workers.sign(batch(values, { kind }));
    expect(good.map(({ identity }) => identity.certificateType)).toEqual(
      Array(10).fill('health-professional'),
    );
  });

  test('requests that come together do not see each other', async () => {
    const found = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        workers.sign(batch([n % 4 === 0 ? {} : vaccinationEvent(`together-${n}`)])),
      ),
    );
    expect(found.map(({ good, rejected }) => [good.length, rejected.size])).toEqual(
      Array.from({ length: 40 }, (_, n) => (n % 4 === 0 ? [0, 1] : [1, 0])),
    );
  });
});

test('what is more than the service can hold is refused at once, and the rest is done', async () => {
  const small = openWorkers(issuer, { threads: 1, maxEvents: 100 });
  const first = small.sign(batch(events(90, 'busy')));
  const refused = await small.sign(batch(events(20, 'refused'))).catch((error) => error);
  expect(refused).toBeInstanceOf(BusyError);
  expect(toProblem(refused)).toMatchObject({ status: 503, code: 'BUSY', headers: { 'retry-after': '2' } });
  expect((await first).good).toHaveLength(90);
  expect((await small.sign(batch(events(20, 'later')))).good).toHaveLength(20);
  await small.close();
});

describe('signing with another key', () => {
  const issuerWith = (change: { signsUntil?: number } = {}) => createIssuer(pack, makeKey('EdDSA'), change);
  const keysOf = async (found: Awaited<ReturnType<typeof workers.sign>>) =>
    new Set(
      found.good.map(
        (candidate) => JSON.parse(unpackContent(candidate).credential.toString()).proof.verificationMethod,
      ),
    );

  test('each request is signed with one key, what is under way is finished, and later ones get the new key', async () => {
    const [first, second, third] = [issuerWith(), issuerWith(), issuerWith()];
    const pool = openWorkers(first, { threads: 2 });
    const asked = [];
    for (const next of [first, second, third]) {
      pool.use(next);
      for (const count of [1, 7, 120]) {
        const values = events(count, `swap-${asked.length}`);
        asked.push({ next, count, found: pool.sign(batch(values)) });
      }
    }
    for (const { next, count, found } of asked) {
      expect((await found).good).toHaveLength(count);
      expect(await keysOf(await found)).toEqual(new Set([next.signer.verificationMethod]));
    }
    await pool.close();
  });

  test('closing waits for what former threads still do', async () => {
    const pool = openWorkers(issuerWith(), { threads: 1 });
    const found = pool.sign(batch(events(150, 'leaving')));
    pool.use(issuerWith());
    await Promise.all([pool.close(), expect(found).resolves.toMatchObject({ good: { length: 150 } })]);
  });

  test('a key that counts no longer signs nothing, however many events there are', async () => {
    const pool = openWorkers(issuerWith({ signsUntil: Date.now() - 1 }), { threads: 1 });
    for (const count of [1, 60]) {
      const refused = await pool.sign(batch(events(count, 'expired'))).catch((error) => error);
      expect(refused).toBeInstanceOf(ExpiredKeyError);
      expect(toProblem(refused)).toMatchObject({ status: 503, code: 'SIGNING_KEY_EXPIRED' });
    }
    await pool.close();
  });

  test('where the key is in a token, this thread signs: many at once', async () => {
    const inMemory = issuerWith();
    let [now, most] = [0, 0];
    const signer = {
      ...inMemory.signer,
      sign: async (bytes: Uint8Array) => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setTimeout(resolve, 1));
        now -= 1;
        return inMemory.signer.sign(bytes);
      },
    };
    const inToken = createIssuerOfSigner(pack, signer, inMemory.trust);
    const pool = openWorkers(issuerWith(), { threads: 1 });
    pool.use(inToken);
    const values = events(95, 'token');
    values[40] = {};
    expect((await pool.sign(batch(values))).good).toEqual([]);
    const { good, rejected } = await pool.sign(batch(values, { partial: true }));
    expect([...rejected.keys()]).toEqual([40]);
    expect(good.map(({ index }) => index)).toEqual(values.map((_, n) => n).filter((n) => n !== 40));
    expect(most).toBeGreaterThan(3);
    expect(most).toBeLessThanOrEqual(8);
    await pool.close();
  });
});
