import { base58, base64urlnopad } from '@scure/base';
import { beforeAll, describe, expect, test } from 'vitest';
import { askDivocSdk, askDivocSigner, letDivocSign } from '../../../../tools/judges/ask.ts';
import { installJudges } from '../../../../tools/judges/install.ts';
import { bundledContexts } from '../../src/credential/contexts/bundled.ts';
import type { JsonObject } from '../../src/json.ts';
import { packDivocPayload, unpackDivocPayload } from '../../src/qr/divoc-payload.ts';
import { qrMatrix } from '../../src/qr/matrix.ts';
import { qrPng } from '../../src/qr/png.ts';
import { verify } from '../../src/verification/verify.ts';
import { readQrPicture } from '../read-qr-picture.ts';
import {
  at,
  type Kind,
  privateKeyOf,
  publicKeyOf,
  publicPemOf,
  signed,
  trustFor,
  unsigned,
  verificationMethod,
} from '../sample-issuer.ts';

const absent = await installJudges();
const contexts = Object.fromEntries(bundledContexts);
const controller = 'https://issuer.example/';

const rsaConfig = {
  keyType: 'RSA',
  publicKeyPem: publicPemOf('RsaSignature2018'),
  privateKeyPem: privateKeyOf('RsaSignature2018').export({ type: 'pkcs8', format: 'pem' }),
  CERTIFICATE_DID: verificationMethod,
  CERTIFICATE_PUBKEY_ID: controller,
  CERTIFICATE_CONTROLLER_ID: controller,
};
const rawKey = (member: 'x' | 'd', key: ReturnType<typeof publicKeyOf>) =>
  base64urlnopad.decode(String(key.export({ format: 'jwk' })[member]));
const ed25519Public = rawKey('x', publicKeyOf('Ed25519Signature2018'));
const ed25519Config = {
  ...rsaConfig,
  keyType: 'ED25519',
  publicKeyBase58: base58.encode(ed25519Public),
  privateKeyBase58: base58.encode(
    Uint8Array.from([...rawKey('d', privateKeyOf('Ed25519Signature2018')), ...ed25519Public]),
  ),
};

/** The credential as a scanner's text: QR to PNG, read back by zxing, its text taken as the DIVOC apps take it. */
async function scanned(credential: JsonObject): Promise<{ text: string; bytes: Uint8Array }> {
  const png = qrPng(qrMatrix(packDivocPayload(JSON.stringify(credential))));
  const bytes = await readQrPicture(png);
  return { text: new TextDecoder().decode(bytes), bytes };
}

/** Copies with one character changed, at places all over the signed text. */
function changedCopies(credential: JsonObject, count: number): JsonObject[] {
  const text = JSON.stringify(credential);
  const from = text.indexOf('"credentialSubject"');
  const to = text.indexOf('"proof"');
  const copies: JsonObject[] = [];
  for (let n = 0; copies.length < count && n < count * 20; n += 1) {
    const place = from + Math.floor(((to - from) * (n + 0.5)) / count);
    const at = from + ((place - from) % (to - from));
    const character = text[at] ?? '';
    if (!/[A-Za-z0-9]/.test(character)) continue;
    try {
      const changed = JSON.parse(text.slice(0, at) + (character === '7' ? '8' : '7') + text.slice(at + 1));
      if (JSON.stringify(changed) !== text) copies.push(changed);
    } catch {
      // Not JSON any more: nothing to judge.
    }
  }
  return copies;
}

describe.skipIf(absent)('DIVOC’s verifiers judge Mohar’s certificates', () => {
  let rsa: JsonObject;
  beforeAll(async () => {
    rsa = await signed('domestic', 'RsaSignature2018');
  });

  test('@pathcheck/divoc-sdk unpacks and verifies the decoded QR, and rejects every changed character', async () => {
    const { text, bytes } = await scanned(rsa);
    expect(unpackDivocPayload(bytes)).toBe(JSON.stringify(rsa));
    const changed = changedCopies(rsa, 25);
    expect(changed.length).toBeGreaterThan(10);
    const payloads = [
      text,
      ...changed.map((copy) => new TextDecoder().decode(packDivocPayload(JSON.stringify(copy)))),
    ];
    // The SDK's unpack takes the zip as a binary string, as a scanner hands it over.
    const [genuine, ...others] = await askDivocSdk(payloads, publicPemOf('RsaSignature2018'));
    expect(genuine?.verified).toBe(true);
    expect(genuine?.credential).toEqual(rsa);
    expect(others.map(({ verified }) => verified)).toEqual(changed.map(() => false));
  });

  const kinds: Kind[] = ['domestic', 'international', 'test'];
  test.each(
    kinds.flatMap((kind) => [
      ['RsaSignature2018', kind, rsaConfig] as const,
      ['Ed25519Signature2018', kind, ed25519Config] as const,
    ]),
  )(
    'certificate-signer-library verifies %s, %s, and rejects every changed character',
    async (suite, kind, config) => {
      const credential = await signed(kind, suite);
      const { bytes } = await scanned(credential);
      const read = JSON.parse(unpackDivocPayload(bytes));
      const changed = changedCopies(credential, 12);
      const [genuine, ...others] = await askDivocSigner({
        credentials: [read, ...changed],
        config,
        contexts,
      });
      expect(genuine?.verified).toBe(true);
      expect(others.map(({ verified }) => verified)).toEqual(changed.map(() => false));
      for (const copy of changed) {
        expect((await verify(copy, { trust: trustFor(suite), at })).verdict).not.toBe('valid');
      }
    },
  );

  test.each([
    ['RsaSignature2018', rsaConfig],
    ['Ed25519Signature2018', ed25519Config],
  ] as const)('Mohar verifies what DIVOC’s library signs with %s', async (suite, config) => {
    const [theirs] = await letDivocSign({ credentials: [unsigned('domestic', suite)], config, contexts });
    expect((await verify(theirs as JsonObject, { trust: trustFor(suite), at })).verdict).toBe('valid');
  });
});
