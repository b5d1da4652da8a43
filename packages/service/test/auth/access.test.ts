import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT } from 'jose';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { revokeApiKey } from '../../src/registry/api-keys.ts';
import { type RunningApp, runningApp } from '../running-app.ts';
import { vaccinationEvent } from '../sample-events.ts';

const audience = 'mohar';
let server: Server;
let issuer: string;
let mohar: RunningApp;
const providerKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** A real OpenID provider whose JWT access tokens are laid out as Keycloak's. */
beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...(await exportJWK(providerKey)), alg: 'RS256', use: 'sig', kid: 'k1' }] },
    clients: ['api', 'nobody'].map((role) => ({
      client_id: role,
      client_secret: 'secret-of-a-test-client',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:mohar',
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience,
          accessTokenTTL: 600,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    extraTokenClaims: (_ctx: unknown, token: unknown) => ({
      sub: 'somebody@example.org',
      realm_access: { roles: [(token as { clientId: string }).clientId, 'offline_access'] },
      resource_access: { mohar: { roles: [] }, other: { roles: ['system-admin'] } },
    }),
  });
  server.on('request', provider.callback());
  mohar = await runningApp({
    MOHAR_OIDC_ISSUER: issuer,
    MOHAR_OIDC_AUDIENCE: audience,
    MOHAR_RATE_LIMIT: '1000',
  });
});
afterAll(async () => {
  await mohar.close();
  server.closeAllConnections();
  server.close();
});

async function tokenFor(client: string): Promise<string> {
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${client}:secret-of-a-test-client`).toString('base64')}`,
    },
    body: 'grant_type=client_credentials',
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  return access_token;
}

const certifyWith = (authorization: string | undefined, beneficiary = 'T1') =>
  mohar.app.inject({
    method: 'POST',
    url: '/divoc/api/v1/certify',
    headers: {
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    },
    payload: JSON.stringify([vaccinationEvent(beneficiary)]),
  });

const sign = async (change: Record<string, unknown> = {}, key = providerKey, kid = 'k1', alg = 'RS256') =>
  new SignJWT({
    realm_access: { roles: ['api'] },
    iss: issuer,
    aud: audience,
    sub: 'x',
    exp: Math.floor(Date.now() / 1000) + 60,
    ...change,
  })
    .setProtectedHeader({ alg, kid })
    .sign(key);

describe('who may do what', () => {
  test('a token of the OpenID provider with the role may certify; its subject is not kept in clear', async () => {
    const answer = await certifyWith(`Bearer ${await tokenFor('api')}`);
    expect(answer.statusCode, answer.payload).toBe(200);
    const { caller } = await mohar.database.db
      .selectFrom('audit_entry')
      .select('caller')
      .executeTakeFirstOrThrow();
    expect(caller).toMatch(/^oidc:[0-9a-f]{16}$/);
  });

  test('a token without the role may not, and is told which it takes', async () => {
    const answer = await certifyWith(`Bearer ${await tokenFor('nobody')}`);
    expect(answer.statusCode).toBe(403);
    expect(answer.json().detail).toContain('api');
  });

  test.each([
    ['nothing', async () => undefined],
    ['another scheme', async () => 'Basic YTpi'],
    ['a made-up key', async () => `Bearer mohar_aaaa_${'x'.repeat(40)}`],
    ['a token of another issuer', async () => `Bearer ${await sign({ iss: 'https://evil.example' })}`],
    ['a token for another audience', async () => `Bearer ${await sign({ aud: 'shop' })}`],
    ['an expired token', async () => `Bearer ${await sign({ exp: 1_000 })}`],
    ['a token without expiry', async () => `Bearer ${await sign({ exp: undefined })}`],
    [
      'a token of another key',
      async () => `Bearer ${await sign({}, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)}`,
    ],
    ['a token of an unknown key', async () => `Bearer ${await sign({}, providerKey, 'k9')}`],
    [
      'a token with alg none',
      async () =>
        `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ iss: issuer, aud: audience, sub: 'x', exp: 9e9, realm_access: { roles: ['api'] } })).toString('base64url')}.`,
    ],
    [
      'a token signed with the public key as secret',
      async () => {
        const secret = Buffer.from(createPublicKey(providerKey).export({ type: 'spki', format: 'pem' }));
        return `Bearer ${await new SignJWT({ realm_access: { roles: ['api'] } })
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .setIssuer(issuer)
          .setAudience(audience)
          .setSubject('x')
          .setExpirationTime('1h')
          .sign(secret)}`;
      },
    ],
  ])('%s: 401', async (_what, authorization) => {
    const answer = await certifyWith(await authorization());
    expect(answer.statusCode, answer.payload).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  test('API keys: their roles count, and end with their revocation', async () => {
    const key = await mohar.keyWith(['recipient', 'controller']);
    expect((await certifyWith(`Bearer ${key}`)).statusCode).toBe(403);
    const api = await mohar.keyWith(['api']);
    expect((await certifyWith(`Bearer ${api}`, 'T2')).statusCode).toBe(200);
    await revokeApiKey(mohar.database.db, api.split('_')[1] as string, new Date());
    expect((await certifyWith(`Bearer ${api}`, 'T3')).statusCode).toBe(401);
  });

  test('metrics are not for everybody; they count by route pattern', async () => {
    expect((await mohar.app.inject('/metrics')).statusCode).toBe(401);
    const { payload } = await mohar.call('GET', '/metrics');
    expect(payload).toContain('mohar_events_total{kind="domestic",status="issued"}');
    expect(payload).toContain('route="/divoc/api/v1/certify"');
  });

  test('heartbeat, health and documentation are', async () => {
    for (const url of ['/divoc/api/v1/ping', '/health/live', '/health/ready', '/docs', '/docs/json']) {
      expect((await mohar.app.inject(url)).statusCode, url).toBeLessThan(400);
    }
  });

  test('a route that does not say who may use it cannot be registered', async () => {
    const { buildApp } = await import('../../src/app.ts');
    const { readConfig } = await import('../../src/config.ts');
    const { createMetrics } = await import('../../src/metrics.ts');
    const services = { metrics: createMetrics(), clock: Date.now } as never;
    const app = await buildApp(services, readConfig({ MOHAR_LOG_LEVEL: 'silent' }));
    expect(() => app.get('/open', async () => 'x')).toThrow('does not say who may use it');
    await app.close();
  });
});

describe('limits and endings', () => {
  test('strangers are limited: failed sign-ins and public routes, each with Retry-After', async () => {
    const limited = await runningApp({ MOHAR_RATE_LIMIT: '5' });
    const signIn = () =>
      limited.app.inject({
        method: 'POST',
        url: '/divoc/api/v1/certify',
        headers: { authorization: 'Bearer x' },
      });
    const statuses = [];
    for (let n = 0; n < 8; n += 1) statuses.push((await signIn()).statusCode);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    expect((await signIn()).headers['retry-after']).toMatch(/^\d+$/);
    for (let n = 0; n < 5; n += 1) await limited.app.inject('/docs/json');
    expect((await limited.app.inject('/docs/json')).statusCode).toBe(429);
    expect((await limited.app.inject('/health/live')).statusCode).toBe(200);
    await limited.close();
  });

  test('what was accepted is finished when the service ends', async () => {
    const ending = await runningApp();
    const key = await ending.keyWith(['api']);
    const address = await ending.app.listen({ port: 0, host: '127.0.0.1' });
    const accepted = once(ending.app.server, 'request');
    const answer = fetch(`${address}/divoc/api/v1/certify?include=pdf`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(Array.from({ length: 8 }, (_, n) => vaccinationEvent(`E${n}`))),
    });
    await accepted;
    const closed = ending.app.close();
    expect((await answer).status).toBe(200);
    await closed;
    await expect(fetch(`${address}/health/live`)).rejects.toThrow();
    await ending.close();
  });
});
