import { generateKeyPairSync } from 'node:crypto';
import type { Template } from 'pkcs11js';
import { expect, test } from 'vitest';
import {
  CKA_CLASS,
  CKA_EC_PARAMS,
  CKA_EC_POINT,
  CKA_ID,
  CKA_KEY_TYPE,
  CKA_LABEL,
  CKA_SIGN,
  CKK_EC_EDWARDS,
  CKO_PRIVATE_KEY,
  CKO_PUBLIC_KEY,
  CKS_RW_USER_FUNCTIONS,
  type Cryptoki,
} from '../../../src/signing/pkcs11/cryptoki.ts';
import { generateKeyPair } from '../../../src/signing/pkcs11/generate-key-pair.ts';
import { ed25519Name, ed25519Oid } from '../../../src/signing/pkcs11/public-key.ts';

const session = Buffer.alloc(8);
const ed25519 = generateKeyPairSync('ed25519').publicKey;

/** SoftHSM takes the curve in both forms: a token that takes one, and keeps what it made. */
function takingOnly(form: Buffer | undefined, refusal: string) {
  const tried: string[] = [];
  const objects: Template[] = [];
  let hits: number[] = [];
  const attribute = (template: Template, type: number) => template.find((one) => one.type === type)?.value;
  const same = (a: unknown, b: unknown) => (Buffer.isBuffer(a) && Buffer.isBuffer(b) ? a.equals(b) : a === b);
  const cryptoki = {
    C_GetSessionInfo: () => ({ state: CKS_RW_USER_FUNCTIONS }),
    C_FindObjectsInit: (_: unknown, wanted: Template) => {
      hits = [...objects.keys()].filter((n) =>
        wanted.every(({ type, value }) => same(attribute(objects[n] as Template, type), value)),
      );
    },
    C_FindObjects: () => hits.splice(0).map((n) => Buffer.of(n)),
    C_FindObjectsFinal: () => {},
    C_GetAttributeValue: (_: unknown, handle: Buffer, types: Template) =>
      types.map(({ type }) => ({ type, value: attribute(objects[handle[0] as number] as Template, type) })),
    C_GenerateKeyPairAsync: async (_: unknown, __: unknown, publicKey: Template, privateKey: Template) => {
      const parameters = attribute(publicKey, CKA_EC_PARAMS) as Buffer;
      tried.push(parameters.toString('hex'));
      if (form === undefined || !form.equals(parameters)) throw new Error(`${refusal}:1`);
      const point = ed25519.export({ type: 'spki', format: 'der' }).subarray(-32);
      const common = { type: CKA_KEY_TYPE, value: CKK_EC_EDWARDS };
      objects.push([
        { type: CKA_CLASS, value: CKO_PUBLIC_KEY },
        { type: CKA_EC_POINT, value: point },
        common,
        ...publicKey,
      ]);
      objects.push([{ type: CKA_CLASS, value: CKO_PRIVATE_KEY }, common, ...privateKey]);
    },
  } as unknown as Cryptoki;
  return { cryptoki, tried, objects };
}

const both = [ed25519Oid, ed25519Name].map((form) => form.toString('hex'));

test.each([
  ['identifier', ed25519Oid, both.slice(0, 1)],
  ['name', ed25519Name, both],
])('Ed25519 where the token knows the curve by its %s alone', async (_, form, attempts) => {
  const { cryptoki, tried, objects } = takingOnly(form, 'CKR_DOMAIN_PARAMS_INVALID');
  const key = await generateKeyPair(cryptoki, session, 'EdDSA', 'चाबी');
  expect(tried).toEqual(attempts);
  expect(key).toEqual({
    label: 'चाबी',
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    algorithm: 'EdDSA',
    publicKeyPem: ed25519.export({ type: 'spki', format: 'pem' }),
  });
  for (const object of objects) {
    expect(object).toContainEqual({ type: CKA_ID, value: Buffer.from(key.id, 'hex') });
    expect(object).toContainEqual({ type: CKA_LABEL, value: Buffer.from('चाबी') });
  }
  expect(objects[1]).toContainEqual({ type: CKA_SIGN, value: true });
});

test('a token that takes neither: its last word', async () => {
  const { cryptoki, tried } = takingOnly(undefined, 'CKR_CURVE_NOT_SUPPORTED');
  await expect(generateKeyPair(cryptoki, session, 'EdDSA', 'x')).rejects.toThrow('CKR_CURVE_NOT_SUPPORTED');
  expect(tried).toEqual(both);
});

test('another refusal is not tried around: it could make two keys', async () => {
  const { cryptoki, tried } = takingOnly(undefined, 'CKR_DEVICE_ERROR');
  await expect(generateKeyPair(cryptoki, session, 'EdDSA', 'x')).rejects.toThrow('CKR_DEVICE_ERROR');
  expect(tried).toHaveLength(1);
});
