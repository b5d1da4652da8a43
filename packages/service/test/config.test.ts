import { expect, test } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

const faultsOf = (environment: Record<string, string>) => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(({ variable }) => variable);
    throw error;
  }
  return [];
};

test('nothing needs to be configured to try it out', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    country: 'default',
    production: false,
  });
});

test('every variable that is wrong is named, not the first alone', () => {
  expect(
    faultsOf({
      PORT: '99999',
      DATABASE_URL: 'mysql://x',
      MOHAR_PROOF: 'rot13',
      MOHAR_API_KEY: 'short',
      MOHAR_OIDC_ISSUER: 'nowhere',
      MOHAR_COUNTRY: '../etc',
      MOHAR_VERIFICATION_METHOD: 'not a uri',
      MOHAR_BODY_LIMIT: 'much',
      MOHAR_LOG_LEVEL: 'loud',
      MOHAR_SIGNING_KEY: 'x',
      MOHAR_SIGNING_KEY_FILE: 'y',
    }).sort(),
  ).toEqual([
    'DATABASE_URL',
    'MOHAR_API_KEY',
    'MOHAR_BODY_LIMIT',
    'MOHAR_COUNTRY',
    'MOHAR_LOG_LEVEL',
    'MOHAR_OIDC_AUDIENCE',
    'MOHAR_OIDC_ISSUER',
    'MOHAR_PROOF',
    'MOHAR_SIGNING_KEY',
    'MOHAR_SIGNING_KEY',
    'MOHAR_VERIFICATION_METHOD',
    'PORT',
  ]);
});

test('production refuses generated keys and an OpenID provider without TLS', () => {
  expect(
    faultsOf({
      NODE_ENV: 'production',
      MOHAR_OIDC_ISSUER: 'http://id.example',
      MOHAR_OIDC_AUDIENCE: 'mohar',
    }),
  ).toEqual(['MOHAR_SIGNING_KEY_FILE', 'MOHAR_OIDC_ISSUER']);
});

test('secrets are not repeated in what is said', () => {
  try {
    readConfig({
      MOHAR_API_KEY: 'tiny-secret',
      DATABASE_URL: 'http://user:pa55-w0rd@host',
      MOHAR_SIGNING_KEY: 'hush-hush',
    });
    expect.unreachable();
  } catch (error) {
    for (const secret of ['tiny-secret', 'pa55-w0rd', 'hush-hush'])
      expect(String(error)).not.toContain(secret);
  }
});
