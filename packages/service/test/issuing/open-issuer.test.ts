import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { keysDirectory, openIssuer } from '../../src/issuing/open-issuer.ts';
import { packNamed } from '../../src/pack-named.ts';
import { listKeys } from '../../src/signing/key-store.ts';
import { isSampleKey } from '../../src/signing/sample-keys.ts';

const dataDirectory = mkdtempSync(join(tmpdir(), 'mohar-issuer-'));
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));
const pack = packNamed('default');
const now = '2026-01-01T00:00:00.000Z';
const pemOf = (key: { export(options: { type: 'pkcs8'; format: 'pem' }): string | Buffer }) =>
  String(key.export({ type: 'pkcs8', format: 'pem' }));

describe('the issuer’s key', () => {
  test('the first start makes a development key that its owner alone can read, and the next one takes it', () => {
    const first = openIssuer(pack, { production: false, dataDirectory }, now);
    const second = openIssuer(pack, { production: false, dataDirectory }, now);
    expect(second.signer.verificationMethod).toBe(first.signer.verificationMethod);
    const [key] = listKeys(keysDirectory(dataDirectory));
    expect(key?.development).toBe(true);
    expect(statSync(join(keysDirectory(dataDirectory), `${key?.id}.pem`)).mode & 0o077).toBe(0);
  });

  test('production signs neither with that one, also when it is handed in as text, nor with a published sample key', () => {
    const [key] = listKeys(keysDirectory(dataDirectory));
    expect(() => openIssuer(pack, { production: true, dataDirectory }, now)).toThrow('development key');
    const pem = readFileSync(join(keysDirectory(dataDirectory), `${key?.id}.pem`), 'utf8');
    expect(() => openIssuer(pack, { production: true, dataDirectory, signingKey: { pem } }, now)).toThrow(
      'development key',
    );
    expect(isSampleKey('2f975886260f860f')).toBe(true);
    const own = pemOf(generateKeyPairSync('ed25519').privateKey);
    expect(
      openIssuer(pack, { production: true, dataDirectory, signingKey: { pem: own } }, now).suite.name,
    ).toBe('Ed25519Signature2018');
  });

  test('a key of another kind than the proof needs, a weak one, or none at all is refused by name', () => {
    const open = (pem: string) => () =>
      openIssuer(pack, { production: false, dataDirectory, signingKey: { pem } }, now);
    expect(open(pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey))).toThrow(
      'needs one for EdDSA',
    );
    expect(open(pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey))).toThrow(
      '2048 bits or more',
    );
    expect(open(pemOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey))).toThrow(
      'MOHAR_SIGNING_KEY',
    );
    expect(open('PRIVATE KEY of nobody')).toThrow('PEM');
    const missing = { file: join(dataDirectory, 'nowhere.pem') };
    expect(() => openIssuer(pack, { production: false, dataDirectory, signingKey: missing }, now)).toThrow(
      'ENOENT',
    );
  });
});
