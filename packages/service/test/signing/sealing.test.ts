import { createDecipheriv, generateKeyPairSync, randomBytes, scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { seal, unseal } from '../../src/signing/sealing.ts';

const pkcs8 = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' });
const id = '0123456789abcdef';
const byKey = { keyEncryptionKey: randomBytes(32) };
const byPassphrase = { passphrase: 'seven words that nobody would guess' };

test.each([
  ['a key-encryption key', byKey],
  ['a passphrase', byPassphrase],
])('what is sealed with %s comes back, and is never sealed the same way twice', async (_, setting) => {
  const sealed = await seal(pkcs8, id, setting);
  expect(await unseal(sealed, id, setting)).toEqual(pkcs8);
  expect(sealed.includes(pkcs8.subarray(-32))).toBe(false);
  expect((await seal(pkcs8, id, setting)).equals(sealed)).toBe(false);
});

test('with both, new keys are sealed with the key-encryption key, and older ones open with the passphrase', async () => {
  const both = { ...byKey, ...byPassphrase };
  expect(await unseal(await seal(pkcs8, id, both), id, byKey)).toEqual(pkcs8);
  expect(await unseal(await seal(pkcs8, id, byPassphrase), id, both)).toEqual(pkcs8);
});

test('the format is what the documentation says: others can open it', async () => {
  const sealed = await seal(pkcs8, id, byPassphrase);
  expect([...sealed.subarray(0, 5)]).toEqual([1, 1, 17, 8, 1]);
  const key = scryptSync(byPassphrase.passphrase, sealed.subarray(5, 21), 32, {
    N: 2 ** 17,
    r: 8,
    p: 1,
    maxmem: 2 ** 28,
  });
  const opener = createDecipheriv('aes-256-gcm', key, sealed.subarray(21, 33));
  opener.setAAD(Buffer.concat([sealed.subarray(0, 21), Buffer.from(id)])).setAuthTag(sealed.subarray(-16));
  expect(Buffer.concat([opener.update(sealed.subarray(33, -16)), opener.final()])).toEqual(pkcs8);
});

test('what does not open says which variable is wrong, and nothing of its value', async () => {
  const sealed = await seal(pkcs8, id, byKey);
  const locked = await seal(pkcs8, id, byPassphrase);
  const wrongKey = { keyEncryptionKey: randomBytes(32) };
  const wrongPassphrase = { passphrase: 'seven words that somebody guessed' };
  const code = 'SIGNING_KEY';
  await expect(unseal(sealed, id, wrongKey)).rejects.toMatchObject({
    code,
    message: expect.stringContaining('MOHAR_KEY_ENCRYPTION_KEY is not what it was sealed with'),
  });
  await expect(unseal(locked, id, wrongPassphrase)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(/MOHAR_KEY_PASSPHRASE is not (?!.*seven words)/),
  });
  await expect(unseal(sealed, id, byPassphrase)).rejects.toThrow(
    'MOHAR_KEY_ENCRYPTION_KEY, which is not set',
  );
  await expect(unseal(locked, id, byKey)).rejects.toThrow('MOHAR_KEY_PASSPHRASE, which is not set');
  await expect(seal(pkcs8, id, {})).rejects.toThrow('nothing to seal a key with');
});

test('no changed byte, no other key’s id and no cut end goes through', async () => {
  const sealed = await seal(pkcs8, id, byKey);
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] as number) ^ 1;
    await expect(unseal(changed, id, byKey), `byte ${at}`).rejects.toMatchObject({ code: 'SIGNING_KEY' });
  }
  for (let length = 0; length < sealed.length; length += 1) {
    await expect(unseal(sealed.subarray(0, length), id, byKey)).rejects.toMatchObject({
      code: 'SIGNING_KEY',
    });
  }
  await expect(unseal(sealed, 'fedcba9876543210', byKey)).rejects.toMatchObject({ code: 'SIGNING_KEY' });
});

test('parameters of scrypt that would take the machine’s memory are refused', async () => {
  const sealed = await seal(pkcs8, id, byPassphrase);
  for (const head of [
    [1, 1, 30, 8, 1],
    [1, 1, 17, 255, 1],
    [1, 1, 17, 8, 255],
    [1, 1, 0, 8, 1],
  ]) {
    const changed = Buffer.concat([Buffer.from(head), sealed.subarray(5)]);
    await expect(unseal(changed, id, byPassphrase)).rejects.toMatchObject({ code: 'SIGNING_KEY' });
  }
});
