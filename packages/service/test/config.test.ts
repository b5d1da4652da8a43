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

test('keys: production wants a key, something to seal keys with, or a token; and half a setting is none', () => {
  const production = { NODE_ENV: 'production' };
  const key = Buffer.alloc(32, 7).toString('base64');
  for (const enough of [
    { MOHAR_SIGNING_KEY_FILE: 'key.pem' },
    { MOHAR_KEY_ENCRYPTION_KEY: key },
    { MOHAR_KEY_PASSPHRASE: 'twelve chars' },
    { MOHAR_PKCS11_MODULE: 'm.so', MOHAR_PKCS11_TOKEN: 't', MOHAR_PKCS11_PIN: '1' },
  ]) {
    expect(faultsOf({ ...production, ...enough })).toEqual([]);
  }
  expect(faultsOf({ MOHAR_KEY_ENCRYPTION_KEY: key.slice(4), MOHAR_KEY_PASSPHRASE: 'eleven char' })).toEqual([
    'MOHAR_KEY_ENCRYPTION_KEY',
    'MOHAR_KEY_PASSPHRASE',
  ]);
  expect(faultsOf({ MOHAR_KEY_ENCRYPTION_KEY: 'not base64, but as long as it would be: !!!!!' })).toEqual([
    'MOHAR_KEY_ENCRYPTION_KEY',
  ]);
  expect(faultsOf({ MOHAR_PKCS11_TOKEN: 't' })).toEqual(['MOHAR_PKCS11_MODULE']);
  expect(faultsOf({ MOHAR_PKCS11_MODULE: 'm.so' })).toEqual(['MOHAR_PKCS11_TOKEN', 'MOHAR_PKCS11_PIN']);
  expect(
    faultsOf({
      MOHAR_PKCS11_MODULE: 'm.so',
      MOHAR_PKCS11_TOKEN: 't',
      MOHAR_PKCS11_PIN: '1',
      MOHAR_PKCS11_PIN_FILE: 'pin',
    }),
  ).toEqual(['MOHAR_PKCS11_PIN']);
  expect(faultsOf({ MOHAR_KEY_LIFETIME_DAYS: '7', MOHAR_KEY_OVERLAP_DAYS: '7' })).toEqual([
    'MOHAR_KEY_OVERLAP_DAYS',
  ]);
  const alone = { ...production, MOHAR_SIGNING_KEY_FILE: 'key.pem', MOHAR_KEY_LIFETIME_DAYS: '365' };
  expect(faultsOf(alone)).toEqual(['MOHAR_KEY_LIFETIME_DAYS']);
  expect(faultsOf({ ...alone, MOHAR_KEY_ENCRYPTION_KEY: key })).toEqual([]);
});

test('a country that has no pack is told among all that is wrong', () => {
  expect(faultsOf({ MOHAR_COUNTRY: 'nosuch', PORT: 'http' })).toEqual(['MOHAR_COUNTRY', 'PORT']);
  expect(faultsOf({ MOHAR_COUNTRY: 'default' })).toEqual([]);
});

test('secrets are not repeated in what is said', () => {
  try {
    readConfig({
      MOHAR_API_KEY: 'tiny-secret',
      DATABASE_URL: 'http://user:pa55-w0rd@host',
      MOHAR_SIGNING_KEY: 'hush-hush',
      MOHAR_KEY_ENCRYPTION_KEY: 'key-of-keys',
      MOHAR_KEY_PASSPHRASE: 'too-short',
      MOHAR_PKCS11_MODULE: 'm.so',
      MOHAR_PKCS11_PIN: 'p1n-4711',
      MOHAR_PKCS11_PIN_FILE: 'pin',
    });
    expect.unreachable();
  } catch (error) {
    for (const secret of ['tiny-secret', 'pa55-w0rd', 'hush-hush', 'key-of-keys', 'too-short', 'p1n-4711'])
      expect(String(error)).not.toContain(secret);
  }
});
