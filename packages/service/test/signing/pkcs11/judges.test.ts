import { createPublicKey } from 'node:crypto';
import { bundledContexts } from '@mohar/credential/credential/contexts/bundled.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import { type CryptosuiteName, cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { issueProof } from '@mohar/credential/proofs/issue-proof.ts';
import { packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { base58, base64urlnopad } from '@scure/base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askDigitalBazaar, askDivocSdk, askDivocSigner } from '../../../../../tools/judges/ask.ts';
import { installJudges } from '../../../../../tools/judges/install.ts';
import { unsigned, verificationMethod } from '../../../../credential/test/sample-issuer.ts';
import type { TokenKey } from '../../../src/signing/pkcs11/key-pairs.ts';
import { openToken } from '../../../src/signing/pkcs11/token.ts';
import { createSoftHsm, type SoftHsm, softHsmMissing } from './soft-token.ts';

const absent = softHsmMissing() ?? (await installJudges());
const controller = 'https://issuer.example/';
const contexts = Object.fromEntries(bundledContexts);

describe.skipIf(absent)('other teams’ verifiers accept what a PKCS#11 token signed', () => {
  let hsm: SoftHsm;
  const signed = {} as Record<CryptosuiteName, { key: TokenKey; genuine: JsonObject; changed: JsonObject }>;

  beforeAll(async () => {
    hsm = createSoftHsm('ministry');
    const token = await openToken(hsm.setting('ministry'));
    for (const suite of Object.values(cryptosuites)) {
      const key = await token.generate({ algorithm: suite.algorithm, label: suite.name });
      const signer = token.signerOf(key, verificationMethod);
      const genuine = await issueProof(
        unsigned('domestic', suite.name),
        suite,
        signer,
        '2026-05-01T10:20:30Z',
      );
      const subject = genuine.credentialSubject as JsonObject;
      const name = suite.dataModel === 'VC 2.0' ? 'fullName' : 'name';
      expect(subject).toHaveProperty(name);
      const changed = { ...genuine, credentialSubject: { ...subject, [name]: 'Another Name' } };
      signed[suite.name] = { key, genuine, changed };
    }
    await token.close();
  });
  afterAll(() => hsm?.delete());

  const jwkOf = ({ publicKeyPem }: TokenKey) => createPublicKey(publicKeyPem).export({ format: 'jwk' });

  test.each(['RsaSignature2018', 'Ed25519Signature2018'] as const)(
    '%s: DIVOC’s signer library',
    async (suite) => {
      const { key, genuine, changed } = signed[suite];
      const names = {
        CERTIFICATE_DID: verificationMethod,
        CERTIFICATE_PUBKEY_ID: controller,
        CERTIFICATE_CONTROLLER_ID: controller,
      };
      const config =
        suite === 'RsaSignature2018'
          ? { ...names, keyType: 'RSA', publicKeyPem: key.publicKeyPem }
          : {
              ...names,
              keyType: 'ED25519',
              publicKeyBase58: base58.encode(base64urlnopad.decode(String(jwkOf(key).x))),
            };
      const judgements = await askDivocSigner({ credentials: [genuine, changed], config, contexts });
      expect(judgements.map(({ verified }) => verified)).toEqual([true, false]);
    },
  );

  test('RsaSignature2018: @pathcheck/divoc-sdk', async () => {
    const { key, genuine, changed } = signed.RsaSignature2018;
    const payloads = [genuine, changed].map((credential) =>
      new TextDecoder().decode(packDivocPayload(JSON.stringify(credential))),
    );
    const judgements = await askDivocSdk(payloads, key.publicKeyPem);
    expect(judgements.map(({ verified }) => verified)).toEqual([true, false]);
  });

  test.each(['eddsa-rdfc-2022', 'ecdsa-rdfc-2019'] as const)('%s: @digitalbazaar/vc', async (suite) => {
    const { key, genuine, changed } = signed[suite];
    const judgements = await askDigitalBazaar({
      suite,
      credentials: [genuine, changed],
      publicKeyMultibase: multikey(key),
      controller,
      verificationMethod,
      contexts,
    });
    expect(judgements.map(({ verified }) => verified)).toEqual([true, false]);
  });

  /** Multikey (W3C Controlled Identifiers 1.0, section 2.2.2) of a public key. */
  function multikey(key: TokenKey): string {
    const { x, y } = jwkOf(key);
    const raw = base64urlnopad.decode(String(x));
    if (key.algorithm === 'EdDSA') return `z${base58.encode(Uint8Array.from([0xed, 0x01, ...raw]))}`;
    const odd = (base64urlnopad.decode(String(y)).at(-1) ?? 0) & 1;
    return `z${base58.encode(Uint8Array.from([0x80, 0x24, 2 + odd, ...raw]))}`;
  }
});
