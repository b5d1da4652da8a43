import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  verify as verifySignature,
} from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type CryptosuiteName, cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { issueProof } from '@mohar/credential/proofs/issue-proof.ts';
import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import type { PKCS11 } from 'pkcs11js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, unsigned, verificationMethod } from '../../../../credential/test/sample-issuer.ts';
import * as cryptoki from '../../../src/signing/pkcs11/cryptoki.ts';
import { findPrivateKey, type TokenKey } from '../../../src/signing/pkcs11/key-pairs.ts';
import { signingMechanism } from '../../../src/signing/pkcs11/signing-mechanisms.ts';
import { openToken, type Token } from '../../../src/signing/pkcs11/token.ts';
import { TokenError } from '../../../src/signing/pkcs11/token-error.ts';
import { createSoftHsm, pin, type SoftHsm, softHsmMissing } from './soft-token.ts';

const algorithms: SignatureAlgorithm[] = ['EdDSA', 'ES256', 'PS256'];
const nodeOptions = {
  EdDSA: { digest: null, options: {} },
  ES256: { digest: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
  PS256: { digest: 'sha256', options: { padding: 6, saltLength: 32 } },
} as const;

function holds(key: TokenKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  const { digest, options } = nodeOptions[key.algorithm];
  return verifySignature(digest, bytes, { key: createPublicKey(key.publicKeyPem), ...options }, signature);
}

const failure = async (work: () => unknown): Promise<TokenError> => {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(TokenError);
    expect(error).toMatchObject({ code: 'TOKEN' });
    expect((error as TokenError).message + (error as TokenError).stack).not.toContain(pin);
    return error as TokenError;
  }
  throw new Error('It should have failed.');
};

describe.skipIf(softHsmMissing())('a PKCS#11 token (SoftHSM)', () => {
  let hsm: SoftHsm;
  /** The same module, used behind Mohar's back. */
  let intruder: PKCS11;
  const keys = {} as Record<SignatureAlgorithm, TokenKey>;

  beforeAll(async () => {
    hsm = createSoftHsm('ministry', 'strangers', 'mixed');
    const token = await openToken(hsm.setting('ministry'));
    for (const algorithm of algorithms) {
      keys[algorithm] = await token.generate({ algorithm, label: `key for ${algorithm}` });
    }
    await token.close();
    const { PKCS11 } = createRequire(import.meta.url)('pkcs11js') as typeof import('pkcs11js');
    intruder = new PKCS11();
    intruder.load(hsm.setting('ministry').module);
  });
  afterAll(() => hsm?.delete());

  const slotOf = (label: string) => {
    const found = intruder
      .C_GetSlotList(true)
      .find((slot) => intruder.C_GetTokenInfo(slot).label.trimEnd() === label);
    return found as Buffer;
  };
  const sign = async (token: Token, algorithm: SignatureAlgorithm) => {
    const bytes = randomBytes(64);
    const signature = await token.signerOf(keys[algorithm], verificationMethod).sign(bytes);
    return holds(keys[algorithm], bytes, signature);
  };

  test('the numbers are those of pkcs11js, where it has them', () => {
    const theirs = createRequire(import.meta.url)('pkcs11js') as Record<string, unknown>;
    const ours = Object.entries(cryptoki).filter(([, value]) => typeof value === 'number');
    const differing = ours.filter(([name, value]) => theirs[name] !== value).map(([name]) => name);
    expect(differing.sort()).toEqual([
      'CKK_EC_EDWARDS',
      'CKM_EC_EDWARDS_KEY_PAIR_GEN',
      'CKM_EDDSA',
      'CKS_RO_USER_FUNCTIONS',
      'CKS_RW_USER_FUNCTIONS',
    ]);
    for (const name of differing) expect(theirs).not.toHaveProperty(name);
  });

  test('lists what it generated; finds a key by label and by CKA_ID', async () => {
    const token = await hsm.open('ministry');
    const listed = await token.keys();
    expect(listed).toHaveLength(3);
    for (const key of Object.values(keys)) {
      expect(listed).toContainEqual(key);
      expect(key.id).toMatch(/^[0-9a-f]{32}$/);
      expect(key.publicKeyPem).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
      expect(await token.key(key.label)).toEqual(key);
      expect(await token.key(key.id.toUpperCase())).toEqual(key);
    }
  });

  test('private keys are sensitive, and can never leave the token', async () => {
    await hsm.open('ministry');
    const session = intruder.C_OpenSession(slotOf('ministry'), cryptoki.CKF_SERIAL_SESSION);
    intruder.C_FindObjectsInit(session, [{ type: cryptoki.CKA_CLASS, value: cryptoki.CKO_PRIVATE_KEY }]);
    const privateKeys = intruder.C_FindObjects(session, 100);
    intruder.C_FindObjectsFinal(session);
    expect(privateKeys).toHaveLength(3);
    const neverExtractable = 0x164;
    const alwaysSensitive = 0x165;
    const wanted: [number, number][] = [
      [cryptoki.CKA_TOKEN, 1],
      [cryptoki.CKA_PRIVATE, 1],
      [cryptoki.CKA_SENSITIVE, 1],
      [cryptoki.CKA_EXTRACTABLE, 0],
      [neverExtractable, 1],
      [alwaysSensitive, 1],
    ];
    for (const key of privateKeys) {
      const found = intruder.C_GetAttributeValue(
        session,
        key,
        wanted.map(([type]) => ({ type })),
      );
      expect(found.map(({ type, value }) => [type, value[0]])).toEqual(wanted);
    }
    intruder.C_CloseSession(session);
  });

  test.each(algorithms)('%s: node:crypto verifies the signatures', async (algorithm) => {
    const token = await hsm.open('ministry');
    const signer = token.signerOf(keys[algorithm], verificationMethod);
    expect(signer).toMatchObject({ algorithm, verificationMethod });
    for (let n = 0; n < 50; n += 1) {
      const bytes = randomBytes(n * 7 + 1);
      const signature = await signer.sign(bytes);
      expect(signature).toHaveLength(algorithm === 'PS256' ? 256 : 64);
      expect(holds(keys[algorithm], bytes, signature)).toBe(true);
      expect(holds(keys[algorithm], Buffer.from([...bytes, 0]), signature)).toBe(false);
    }
  });

  test.each([cryptoki.CKM_SHA256_RSA_PKCS_PSS, cryptoki.CKM_RSA_PKCS_PSS])(
    'PS256 by mechanism 0x%x: either way the same form of signature',
    async (number) => {
      await hsm.open('ministry');
      const { mechanism, input, signature } = signingMechanism('PS256', new Set([number]));
      const session = intruder.C_OpenSession(slotOf('ministry'), cryptoki.CKF_SERIAL_SESSION);
      const key = findPrivateKey(intruder, session, keys.PS256);
      const bytes = randomBytes(90);
      intruder.C_SignInit(session, mechanism, key);
      const made = signature(intruder.C_Sign(session, input(bytes), Buffer.alloc(1024)));
      expect(holds(keys.PS256, bytes, made)).toBe(true);
      intruder.C_CloseSession(session);
    },
  );

  test.each(Object.keys(cryptosuites) as CryptosuiteName[])(
    '%s: Mohar verifies the certificate',
    async (suite) => {
      const token = await hsm.open('ministry');
      const key = keys[cryptosuites[suite].algorithm];
      const signer = token.signerOf(key, verificationMethod);
      const document = unsigned('domestic', suite);
      const credential = await issueProof(document, cryptosuites[suite], signer, '2026-05-01T10:20:30Z');
      const trust = [{ issuerName: 'Test issuer', verificationMethod, publicKey: key.publicKeyPem }];
      expect((await verify(credential, { trust, at })).verdict).toBe('valid');
      const others = [{ ...trust[0], publicKey: publicPemOfAnother(key.algorithm) }] as typeof trust;
      expect((await verify(credential, { trust: others, at })).verdict).not.toBe('valid');
    },
  );

  test('200 signatures at once share four sessions', async () => {
    const token = await hsm.open('ministry');
    const signers = algorithms.map((algorithm) => token.signerOf(keys[algorithm], verificationMethod));
    const before = sessionsOpen();
    const signed = Array.from({ length: 200 }, async (_, n) => {
      const signer = signers[n % 3] as (typeof signers)[number];
      const bytes = randomBytes(100);
      return holds(keys[signer.algorithm], bytes, await signer.sign(bytes));
    });
    expect(await Promise.all(signed)).toEqual(Array(200).fill(true));
    expect(before).toBe(1);
    expect(sessionsOpen()).toBe(4);
  });

  /** Sessions are numbered one after the other; SoftHSM does not count them. Those that answer are open. */
  function sessionsOpen(): number {
    const probe = intruder.C_OpenSession(slotOf('ministry'), cryptoki.CKF_SERIAL_SESSION);
    const last = Number(probe.readBigUInt64LE());
    intruder.C_CloseSession(probe);
    const handles = Array.from({ length: last }, (_, n) => {
      const handle = Buffer.alloc(8);
      handle.writeBigUInt64LE(BigInt(n + 1));
      return handle;
    });
    return handles.filter((handle) => {
      try {
        intruder.C_GetSessionInfo(handle);
        return true;
      } catch {
        return false;
      }
    }).length;
  }

  test('what is being signed when the token is closed is signed; nothing after', async () => {
    const token = await openToken(hsm.setting('ministry'));
    const signing = Promise.allSettled(Array.from({ length: 4 }, () => sign(token, 'PS256')));
    await Promise.resolve();
    const closing = token.close();
    const { message } = await failure(() => sign(token, 'EdDSA'));
    expect(message).toBe('The token is closed.');
    expect(await signing).toEqual(Array(4).fill({ status: 'fulfilled', value: true }));
    await closing;
    expect((await failure(() => token.keys())).message).toBe('The token is closed.');
    expect(sessionsOpen()).toBe(0);
  });

  test('threads of one process sign at the same time', async () => {
    const token = await hsm.open('ministry');
    const worker = () =>
      new Promise<string>((resolve, reject) => {
        const thread = new Worker(join(import.meta.dirname, 'signing-thread.ts'), {
          workerData: { setting: hsm.setting('ministry'), keys: Object.values(keys), rounds: 60 },
          execArgv: [],
        });
        let answer = '';
        thread.on('message', (message: string) => {
          answer = message;
        });
        thread.on('error', reject);
        thread.on('exit', (status) => resolve(`${answer}, exit ${status}`));
      });
    const mine = Promise.all(algorithms.map((algorithm) => sign(token, algorithm)));
    expect(await Promise.all([worker(), worker(), worker()])).toEqual(Array(3).fill('180 verified, exit 0'));
    expect(await mine).toEqual([true, true, true]);
    // The threads' end has not ended the sessions of this one.
    expect(await sign(token, 'ES256')).toBe(true);
  });

  describe('comes back by itself', () => {
    test('after its sessions were closed', async () => {
      const token = await hsm.open('ministry');
      await Promise.all(Array.from({ length: 20 }, () => sign(token, 'EdDSA')));
      intruder.C_CloseAllSessions(slotOf('ministry'));
      const signed = Array.from({ length: 40 }, (_, n) =>
        sign(token, algorithms[n % 3] as SignatureAlgorithm),
      );
      expect(await Promise.all(signed)).toEqual(Array(40).fill(true));
      intruder.C_CloseAllSessions(slotOf('ministry'));
      expect(await token.keys()).toHaveLength(3);
    });

    test('after it was logged out', async () => {
      const token = await hsm.open('ministry');
      const logOut = () => {
        const session = intruder.C_OpenSession(slotOf('ministry'), cryptoki.CKF_SERIAL_SESSION);
        intruder.C_Logout(session);
        intruder.C_CloseSession(session);
      };
      const signer = token.signerOf(keys.ES256, verificationMethod);
      await signer.sign(randomBytes(64));
      logOut();
      await signer.sign(randomBytes(64));
      // What looks for keys does not see the private ones, which is no error of PKCS#11.
      logOut();
      expect(await token.keys()).toHaveLength(3);
      logOut();
      expect(await Promise.all([sign(token, 'ES256'), sign(token, 'EdDSA')])).toEqual([true, true]);
    });

    test('after it was removed and put back; while it is away, the error says so', async () => {
      const token = await hsm.open('ministry');
      expect(await sign(token, 'PS256')).toBe(true);
      const putBack = hsm.unplug('ministry');
      intruder.C_Finalize();
      for (const algorithm of algorithms) {
        const { message } = await failure(() => sign(token, algorithm));
        expect(message).toContain('There is no PKCS#11 token with the label “ministry”.');
      }
      putBack();
      intruder.C_Finalize();
      const signed = Array.from({ length: 12 }, (_, n) =>
        sign(token, algorithms[n % 3] as SignatureAlgorithm),
      );
      expect(await Promise.all(signed)).toEqual(Array(12).fill(true));
    });
  });

  describe('says what is wrong', () => {
    test('no such module; a file that is none', async () => {
      const setting = hsm.setting('ministry');
      const { message } = await failure(() => openToken({ ...setting, module: '/nowhere/libtoken.so' }));
      expect(message).toContain('There is no PKCS#11 module /nowhere/libtoken.so');
      const file = join(hsm.directory, 'not-a-library.so');
      writeFileSync(file, 'text');
      expect((await failure(() => openToken({ ...setting, module: file }))).message).toContain(
        `${file} cannot be loaded as a PKCS#11 module`,
      );
      const library = createRequire(import.meta.url).resolve('pkcs11js/build/Release/pkcs11.node');
      expect((await failure(() => openToken({ ...setting, module: library }))).message).toContain(
        'C_GetFunctionList',
      );
    });

    test('no such token: with the labels there are', async () => {
      const { message } = await failure(() => openToken(hsm.setting('minstry')));
      expect(message).toContain('There is no PKCS#11 token with the label “minstry”.');
      for (const label of ['ministry', 'strangers', 'mixed']) {
        expect(message).toContain(`“${label}”`);
      }
    });

    test('a wrong PIN, which is not tried twice; the right one then does', async () => {
      const setting = hsm.setting('strangers');
      const wrong = { ...setting, pin: '999-wrong' };
      const first = await failure(() => openToken(wrong));
      expect(first.message).toBe('The PIN of token “strangers” is wrong.');
      const second = await failure(() => openToken(wrong));
      expect(second.message).toContain('it is not tried again');
      for (const { message, stack, cause } of [first, second]) {
        expect(`${message}${stack}${JSON.stringify(cause)}${(cause as Error)?.stack}`).not.toContain(
          '999-wrong',
        );
      }
      expect(await (await hsm.open('strangers')).keys()).toEqual([]);
    });

    test('no such key: with the keys there are', async () => {
      const token = await hsm.open('ministry');
      const { message } = await failure(() => token.key('other'));
      expect(message).toContain('Token “ministry” has no key “other” that Mohar can sign with.');
      for (const { label, id } of Object.values(keys)) {
        expect(message).toContain(label);
        expect(message).toContain(id);
      }
      const strangers = await hsm.open('strangers');
      expect((await failure(() => strangers.key('other'))).message).toContain('It has none at all.');
      const signer = strangers.signerOf(keys.ES256, verificationMethod);
      expect((await failure(() => signer.sign(randomBytes(8)))).message).toBe(
        `The token has no private key “key for ES256” (ES256, CKA_ID ${keys.ES256.id}).`,
      );
    });

    test('a label that is taken', async () => {
      const token = await hsm.open('ministry');
      const { message } = await failure(() =>
        token.generate({ algorithm: 'ES256', label: keys.EdDSA.label }),
      );
      expect(message).toContain('has a key with the label “key for EdDSA” already');
      expect(await token.keys()).toHaveLength(3);
    });

    test('a public key that is not the private one’s, at the first signature', async () => {
      const token = await hsm.open('ministry');
      const key = { ...keys.ES256, publicKeyPem: publicPemOfAnother('ES256') };
      const signer = token.signerOf(key, verificationMethod);
      const { message } = await failure(() => signer.sign(randomBytes(8)));
      expect(message).toContain('does not verify with the public key');
    });
  });

  test('keys that were put into it by other means; unsuitable ones are passed over', async () => {
    const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 });
    hsm.importKey(pem(p256.privateKey), 'mixed', 'old P-256', '01');
    hsm.importKey(pem(rsa.privateKey), 'mixed', 'old RSA', '02');
    hsm.importKey(
      pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
      'mixed',
      'short',
      '03',
    );
    hsm.importKey(pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey), 'mixed', 'P-384', '04');
    const token = await hsm.open('mixed');
    expect(await token.keys()).toEqual([
      { label: 'old P-256', id: '01', algorithm: 'ES256', publicKeyPem: spki(p256.publicKey) },
      { label: 'old RSA', id: '02', algorithm: 'PS256', publicKeyPem: spki(rsa.publicKey) },
    ]);
    for (const key of await token.keys()) {
      const bytes = randomBytes(30);
      expect(holds(key, bytes, await token.signerOf(key, verificationMethod).sign(bytes))).toBe(true);
    }
    hsm.importKey(
      pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
      'mixed',
      'old RSA',
      '05',
    );
    expect((await failure(() => token.key('old RSA'))).message).toContain(
      '2 keys of token “mixed” are called',
    );
  });
});

const spki = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();

function publicPemOfAnother(algorithm: SignatureAlgorithm): string {
  if (algorithm === 'EdDSA') return spki(generateKeyPairSync('ed25519').publicKey);
  if (algorithm === 'ES256') return spki(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);
  return spki(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);
}
