import { createPublicKey } from 'node:crypto';
import { bundledContexts } from '@mohar/credential/credential/contexts/bundled.ts';
import { calculateJwkThumbprint, exportSPKI, importJWK, type JWK } from 'jose';
import { afterAll, describe, expect, test } from 'vitest';
import { askDigitalBazaar } from '../../../../tools/judges/ask.ts';
import { installJudges } from '../../../../tools/judges/install.ts';
import { readEvent } from '../../src/issuing/read-events.ts';
import { signEvent } from '../../src/issuing/sign-event.ts';
import { environmentKey } from '../../src/keys/new-key.ts';
import { registerKey } from '../../src/keys/register-key.ts';
import { retireKey } from '../../src/keys/retire-key.ts';
import { didDocument } from '../../src/publishing/did-document.ts';
import { jwkOf, jwkThumbprint } from '../../src/publishing/jwks.ts';
import { makeKey } from '../../src/signing/key-store.ts';
import { runningApp } from '../running-app.ts';
import { vaccinationEvent } from '../sample-events.ts';

const absent = await installJudges();
// Verifiers of DIDs want the issuer of a credential to be the DID that controls the key.
const running = await runningApp({ MOHAR_PROOF: 'eddsa-rdfc-2022' }, (pack) => ({
  ...pack,
  issuer: { ...pack.issuer, id: pack.issuer.did },
}));
afterAll(() => running.close());
const { db } = running.database;
const { pack } = running;
const { did } = pack.issuer;
const get = (url: string, headers: Record<string, string> = {}) => running.app.inject({ url, headers });
const day = 24 * 3_600_000;

/** Keys of every kind and state, beside the one that signs. */
const others = {
  p256: environmentKey(makeKey('ES256'), pack),
  rsa: environmentKey(makeKey('PS256'), pack),
  retired: environmentKey(makeKey('ES256'), pack),
  compromised: environmentKey(makeKey('ES256'), pack),
  announced: environmentKey(makeKey('EdDSA'), pack),
  elsewhere: { ...environmentKey(makeKey('EdDSA'), pack), verificationMethod: 'did:india' },
};
const signing = running.issuer.signer.verificationMethod;
const now = new Date();
for (const key of [others.compromised, others.retired, others.p256, others.rsa]) {
  await registerKey(db, key, { now });
}
await retireKey(db, others.compromised.id, { now, compromisedSince: now });
for (const key of [others.announced, others.elsewhere]) {
  await registerKey(db, key, { now, at: new Date(Date.now() + day) });
}
await running.keeper.check();
const named = ({ verificationMethod }: { verificationMethod: string }) => verificationMethod;

describe('/.well-known/did.json', () => {
  test('names the keys whose signatures may count under this DID, and how each is written', async () => {
    const answer = await get('/.well-known/did.json');
    expect(answer.headers['content-type']).toBe('application/did+ld+json');
    const document = answer.json();
    expect(document.id).toBe(did);
    expect(document['@context']).toEqual([
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
      'https://w3id.org/security/suites/jws-2020/v1',
    ]);
    const { p256, rsa, retired, announced } = others;
    const wanted = [signing, ...[p256, rsa, retired, announced].map(named)];
    expect(new Set(document.assertionMethod)).toEqual(new Set(wanted));
    const methods = document.verificationMethod as Record<string, unknown>[];
    expect(methods.map(({ id }) => id)).toEqual(document.assertionMethod);
    for (const method of methods) expect(method.controller).toBe(did);
    const byId = new Map(methods.map((method) => [method.id, method]));
    expect(byId.get(named(p256))).toMatchObject({
      type: 'Multikey',
      publicKeyMultibase: expect.stringMatching(/^zDn/),
    });
    expect(byId.get(signing)).toMatchObject({
      type: 'Multikey',
      publicKeyMultibase: expect.stringMatching(/^z6Mk/),
    });
    expect(byId.get(named(rsa))).toMatchObject({
      type: 'JsonWebKey2020',
      publicKeyJwk: { kty: 'RSA', alg: 'PS256' },
    });
    expect(answer.payload).not.toContain('"d"');
  });

  test('without RSA there is no context for it', () => {
    const keys = running.keeper.keys.filter(({ algorithm }) => algorithm !== 'PS256');
    expect(didDocument(did, keys)['@context']).toHaveLength(2);
  });

  test.skipIf(absent)(
    '@digitalbazaar/vc verifies a certificate with the key that it finds there',
    async () => {
      const now = Date.now();
      const read = readEvent(vaccinationEvent('did'), 'domestic', pack, now, '');
      if (!read.ok) throw new Error('The sample event is not valid.');
      // Without a place in a status list, which this judge would want to look up.
      const signed = await signEvent(read.value, undefined, running.issuer, now, '');
      if (!signed.ok) throw new Error('The sample event was not signed.');
      const genuine = JSON.parse(signed.value.credential);
      const changed = {
        ...genuine,
        credentialSubject: { ...genuine.credentialSubject, fullName: 'Another Name' },
      };
      const { verificationMethod } = genuine.proof;
      const method = (await get('/.well-known/did.json'))
        .json()
        .verificationMethod.find(({ id }: { id: string }) => id === verificationMethod);
      const judgements = await askDigitalBazaar({
        suite: 'eddsa-rdfc-2022',
        credentials: [genuine, changed],
        publicKeyMultibase: method.publicKeyMultibase,
        controller: method.controller,
        verificationMethod,
        contexts: Object.fromEntries(bundledContexts),
      });
      expect(judgements.map(({ verified }) => verified)).toEqual([true, false]);
    },
  );
});

describe('/.well-known/jwks.json', () => {
  test('has every key but the compromised; jose imports each as the key that it is', async () => {
    const answer = await get('/.well-known/jwks.json');
    expect(answer.headers['content-type']).toBe('application/jwk-set+json');
    const { keys } = answer.json() as { keys: (JWK & { kid: string })[] };
    const wanted = running.keeper.keys.filter(({ state }) => state !== 'compromised');
    expect(keys.map(({ kid }) => kid)).toEqual(wanted.map(named));
    expect(wanted).toHaveLength(6);
    for (const [n, jwk] of keys.entries()) {
      const key = wanted[n];
      expect(jwk).toMatchObject({ alg: key?.algorithm, use: 'sig' });
      expect(jwk).not.toHaveProperty('d');
      const imported = (await importJWK(jwk)) as Parameters<typeof exportSPKI>[0];
      const pem = await exportSPKI(imported);
      expect(createPublicKey(pem).equals(createPublicKey(key?.publicKey ?? ''))).toBe(true);
    }
  });

  test('thumbprints are those of RFC 7638, as jose makes them', async () => {
    for (const key of running.keeper.keys) {
      const jwk = jwkOf(key);
      expect(jwkThumbprint(jwk)).toBe(await calculateJwkThumbprint(jwk as unknown as JWK));
    }
  });
});

test.each(['did', 'jwks'])(
  '/.well-known/%s.json may be kept five minutes, and is asked for anew with its ETag',
  async (name) => {
    const first = await get(`/.well-known/${name}.json`);
    expect(first.headers['cache-control']).toBe('public, max-age=300');
    const { etag = '' } = first.headers as { etag?: string };
    const again = await get(`/.well-known/${name}.json`, { 'if-none-match': etag });
    expect([again.statusCode, again.payload]).toEqual([304, '']);
    await registerKey(db, environmentKey(makeKey('PS256'), pack), { now: new Date() });
    await running.keeper.check();
    const changed = await get(`/.well-known/${name}.json`, { 'if-none-match': etag });
    expect(changed.statusCode).toBe(200);
    expect(changed.headers.etag).not.toBe(etag);
  },
);
