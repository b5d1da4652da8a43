import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { openStatusList } from '@mohar/credential/status/bitstring-status-list.ts';
import { openStatusFilter } from '@mohar/credential/status/published-filter.ts';
import { openRevocationList, readRevocationList } from '@mohar/credential/status/revocation-list.ts';
import type { StatusSource } from '@mohar/credential/status/status-source.ts';
import { readTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import Fastify from 'fastify';
import { compactVerify, importSPKI } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIssuer } from '../../src/issuing/issuer.ts';
import { faultSchema, problemSchema } from '../../src/problem.ts';
import { publishFilter, publishLists } from '../../src/publishing/publish.ts';
import { shelveSharedFiles } from '../../src/routes/send-fresh.ts';
import { statusRoutes } from '../../src/routes/status.ts';
import type { Services } from '../../src/services.ts';
import { importKey } from '../../src/signing/key-store.ts';
import { runningApp } from '../running-app.ts';
import { vaccinationEvent } from '../sample-events.ts';

// VC 2.0, whose certificates stand in status lists.
const running = await runningApp({ MOHAR_PROOF: 'eddsa-rdfc-2022', MOHAR_PUBLISH_SECONDS: '3600' });
beforeAll(async () => {
  // What the service publishes at its start must not come between.
  while ((await get('/status/filter-delta')).statusCode !== 200) await sleep(20);
});
afterAll(() => running.close());
const { db } = running.database;
const hour = 3_600_000;
const later = Date.now() + 2 * hour;

const certify = async (names: readonly string[]): Promise<string[]> => {
  const answer = await running.call(
    'POST',
    '/divoc/api/v1/certify',
    names.map((name) => vaccinationEvent(name)),
  );
  return answer.json().map(({ certificateId }: { certificateId: string }) => certificateId);
};
const credentialOf = async (id: string) =>
  (await running.call('GET', `/divoc/api/v1/certificates/${id}`)).json();
const get = (url: string, headers: Record<string, string> = {}) => running.app.inject({ url, headers });
const publish = async (now: number) => {
  await publishLists(db, running.issuer, now);
  await publishFilter(db, running.issuer, now);
};

async function trustList() {
  return readTrustList((await get('/status/trust-list')).body);
}

async function revocationList(since?: number) {
  const { keys } = await trustList();
  const answer = await get(`/status/revocation-list${since === undefined ? '' : `?since=${since}`}`);
  const head = await readRevocationList(answer.body, keys);
  const parts = await Promise.all(
    head.parts.map(async ({ href }) => (await get(`/status/${href}`)).rawPayload),
  );
  return { head, parts };
}

async function filter(): Promise<StatusSource> {
  const { keys } = await trustList();
  return openStatusFilter(
    (await get('/status/filter')).rawPayload,
    (await get('/status/filter-delta')).rawPayload,
    keys,
  );
}

describe('what is revoked is in every list', () => {
  const sourcesFor = async (credential: { credentialStatus: { statusListCredential: string } }) => {
    const { keys } = await trustList();
    const { head, parts } = await revocationList();
    const url = new URL(credential.credentialStatus.statusListCredential);
    return {
      'revocation list': openRevocationList(head, parts),
      'status list': await openStatusList((await get(url.pathname)).json(), keys),
      filter: await filter(),
    };
  };
  const verdictBy = async (id: string, at: number) => {
    const credential = await credentialOf(id);
    const { keys } = await trustList();
    const verdicts: Record<string, string> = {};
    for (const [name, source] of Object.entries(await sourcesFor(credential))) {
      const { verdict, status, revocation } = await verify(credential, { trust: keys, at, status: [source] });
      verdicts[name] = `${verdict} ${status.state} ${revocation?.reason ?? ''}`.trim();
    }
    return verdicts;
  };

  test('in force, revoked, superseded: before and after', async () => {
    const [inForce, revoked, corrected] = (await certify(['p-1', 'p-2', 'p-3'])) as [string, string, string];
    await publish(later);
    const valid = {
      'revocation list': 'valid checked',
      'status list': 'valid checked',
      filter: 'valid checked',
    };
    expect(await verdictBy(revoked, later)).toEqual(valid);

    await running.call('DELETE', `/divoc/api/v1/certificates/${revoked}?reason=fraud`);
    const event = vaccinationEvent('p-3');
    const answer = await running.call('PUT', '/divoc/api/v1/certificate', [
      { ...event, recipient: { ...event.recipient, name: 'Changed Name' } },
    ]);
    const [{ certificateId: successor }] = answer.json();
    // As a delta to the filter that is there: the filter itself is made anew only afterwards.
    await publishLists(db, running.issuer, later + 60_000);
    const at = later + 60_000;
    expect(await verdictBy(inForce, at)).toEqual(valid);
    expect(await verdictBy(revoked, at)).toEqual({
      'revocation list': 'revoked checked fraud',
      'status list': 'revoked checked',
      filter: 'revoked checked fraud',
    });
    expect(await verdictBy(corrected, at)).toEqual({
      'revocation list': 'revoked checked superseded',
      'status list': 'revoked checked',
      filter: 'revoked checked superseded',
    });
    expect((await verdictBy(successor, at))['status list']).toBe('valid checked');

    await publishFilter(db, running.issuer, later + hour);
    expect((await verdictBy(revoked, later + hour)).filter).toBe('revoked checked');
    expect((await verdictBy(corrected, later + hour)).filter).toBe('revoked checked superseded');
    expect((await verdictBy(inForce, later + hour)).filter).toBe('valid checked');
  });

  test('the filter does not speak of what was issued after its watermark', async () => {
    const [id] = (await certify(['p-late'])) as [string];
    await publish(Date.now());
    expect((await verdictBy(id, Date.now())).filter).toBe('valid not-checked');
  });

  test('one that was issued after the watermark and is revoked: also by a filter that was made from it', async () => {
    const [id] = (await certify(['p-young'])) as [string];
    await running.call('DELETE', `/divoc/api/v1/certificates/${id}?reason=error`);
    await publish(Date.now());
    expect((await verdictBy(id, Date.now())).filter).toBe('revoked checked error');
  });

  test('a delta continues the list that a verifier holds', async () => {
    const held = await revocationList();
    const base = openRevocationList(held.head, held.parts);
    const [id] = (await certify(['p-delta'])) as [string];
    await running.call('DELETE', `/divoc/api/v1/certificates/${id}`);
    await publish(later + 2 * hour);
    const { head, parts } = await revocationList(held.head.serial);
    expect(head).toMatchObject({ since: held.head.serial, entries: held.head.entries + 1 });
    const list = openRevocationList(head, parts, base);
    expect(list.lookUp({ certificateId: id })).toMatchObject({ state: 'revoked', reason: 'other' });
    expect(() => openRevocationList(head, parts)).toThrow('which was not given');
    expect((await get('/status/revocation-list?since=999999')).statusCode).toBe(404);
  });
});

test('lists say their serial, their time and the next one, and are renewed when they are old', async () => {
  const { head } = await revocationList();
  expect(Date.parse(head.nextPublicationAt)).toBeGreaterThan(Date.parse(head.publishedAt));
  await publish(Date.parse(head.publishedAt) + hour / 2);
  expect((await revocationList()).head.serial).toBe(head.serial);
  await publish(Date.parse(head.publishedAt) + 2 * hour);
  expect((await revocationList()).head).toMatchObject({ serial: head.serial + 1, entries: head.entries });
});

test('lists are cacheable: an unchanged one is answered with 304, a part never changes', async () => {
  for (const url of [
    '/status/trust-list',
    '/status/revocation-list',
    '/status/filter',
    '/status/filter-delta',
    '/status/lists/0',
  ]) {
    const first = await get(url);
    expect(first.statusCode).toBe(200);
    expect(first.headers['cache-control']).toBe('public, max-age=20');
    const again = await get(url, { 'if-none-match': String(first.headers.etag) });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
  }
  const { head } = await revocationList();
  const part = await get(`/status/${head.parts[0]?.href}`);
  expect(part.headers['cache-control']).toContain('immutable');
  for (const wrong of ['0-0', '0-50001', '0-9999', '99999-1', 'a-b']) {
    expect((await get(`/status/revocation-list/${wrong}`)).statusCode).toBeGreaterThanOrEqual(400);
  }
});

test('another implementation of JWS verifies the lists', async () => {
  const { keys } = await trustList();
  const key = await importSPKI(String(keys[0]?.publicKey), 'EdDSA');
  for (const url of ['/status/trust-list', '/status/revocation-list']) {
    const { protectedHeader } = await compactVerify((await get(url)).body, key);
    expect(protectedHeader.kid).toBe(running.issuer.signer.verificationMethod);
  }
  const [line] = (await get('/status/filter')).rawPayload.toString('latin1').split('\n');
  await compactVerify(line as string, key);
});

test('what is signed when it is asked for is signed anew by a new key, in the same publication', async () => {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const next = createIssuer(running.issuer.pack, importKey(pem, 'test'), { proof: 'eddsa-rdfc-2022' });
  let issuer = running.issuer;
  const app = Fastify();
  app.addSchema(faultSchema);
  app.addSchema(problemSchema);
  shelveSharedFiles(app);
  const services = {
    db,
    get issuer() {
      return issuer;
    },
  };
  statusRoutes(app, services as Services);
  const { head } = await revocationList();
  const [{ status_list: list } = { status_list: -1 }] = await db
    .selectFrom('certificate')
    .select('status_list')
    .limit(1)
    .execute();
  const headers = { 'accept-encoding': 'gzip' };
  for (const url of [`/status/revocation-list?since=${head.serial}`, `/status/lists/${list}`]) {
    issuer = running.issuer;
    const before = await app.inject({ url, headers });
    expect([url, before.statusCode]).toEqual([url, 200]);
    expect((await app.inject({ url, headers })).headers.etag).toBe(before.headers.etag);
    issuer = next;
    const after = await app.inject({ url, headers });
    expect(after.headers.etag).not.toBe(before.headers.etag);
    const held = { ...headers, 'if-none-match': String(before.headers.etag) };
    expect((await app.inject({ url, headers: held })).statusCode).toBe(200);
    const bytes = after.rawPayload;
    const text = (after.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
    const signed = text.startsWith('{')
      ? text
      : Buffer.from(text.split('.')[0] as string, 'base64url').toString();
    expect(signed).toContain(next.signer.verificationMethod);
  }
});

test('a list of somebody else is not believed', async () => {
  const stranger = await runningApp({ MOHAR_PUBLISH_SECONDS: '3600' });
  try {
    const { keys } = await trustList();
    const theirs = async (url: string) => stranger.app.inject({ url });
    while ((await theirs('/status/filter-delta')).statusCode !== 200) await sleep(20);
    await expect(readTrustList((await theirs('/status/trust-list')).body, keys)).rejects.toMatchObject({
      code: 'UNTRUSTED_LIST',
    });
    await expect(
      readRevocationList((await theirs('/status/revocation-list')).body, keys),
    ).rejects.toMatchObject({
      code: 'UNTRUSTED_LIST',
    });
    await expect(
      openStatusFilter((await theirs('/status/filter')).rawPayload, undefined, keys),
    ).rejects.toMatchObject({ code: 'UNTRUSTED_LIST' });
  } finally {
    await stranger.close();
  }
});

test('several processes publish one list in one order', async () => {
  const ids = await certify(Array.from({ length: 40 }, (_, n) => `p-many-${n}`));
  await Promise.all([
    ...ids.map((id) => running.call('DELETE', `/divoc/api/v1/certificates/${id}`)),
    ...Array.from({ length: 6 }, (_, n) => publishLists(db, running.issuer, later + 20 * hour + n)),
  ]);
  await publish(later + 21 * hour);
  const { head, parts } = await revocationList();
  const list = openRevocationList(head, parts);
  expect(list.size).toBe(head.entries);
  for (const id of ids) expect(list.lookUp({ certificateId: id })).toMatchObject({ state: 'revoked' });
});

test('after a rotation that nobody announced, the former key leads devices to the new list', async () => {
  const held = await trustList();
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { pack, trust } = running.issuer;
  const alone = createIssuer(pack, importKey(pem, 'test'), { proof: 'eddsa-rdfc-2022' });
  const rotated = { ...alone, trust: [...trust, ...alone.trust] };
  await publishLists(db, rotated, later + 30 * hour, running.issuer);
  const { body } = await get('/status/trust-list');
  expect(body.split('\n')).toHaveLength(2);
  expect((await readTrustList(body, held.keys)).keys).toHaveLength(2);
  expect((await readTrustList(body)).keys).toHaveLength(2);
  await expect(readTrustList(body.split('\n')[0] as string, held.keys)).rejects.toMatchObject({
    code: 'UNTRUSTED_LIST',
  });
  // A key in other hands vouches for nobody; what it vouched for before stays.
  const [first] = trust;
  const compromised = {
    ...alone,
    trust: [{ ...first, compromisedSince: '2020-01-01T00:00:00Z' }, ...alone.trust],
  };
  await publishLists(db, compromised as typeof alone, later + 32 * hour, running.issuer);
  expect((await get('/status/trust-list')).body.split('\n')).toHaveLength(2);
  await publishLists(db, running.issuer, later + 34 * hour, undefined);
});
