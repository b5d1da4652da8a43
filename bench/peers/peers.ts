import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { JsonObject } from '@mohar/credential/json.ts';
import type { CryptosuiteName } from '@mohar/credential/proofs/cryptosuites.ts';
import type { Issuer } from '@mohar/service/src/issuing/issuer.ts';
import { publicPem } from '@mohar/service/src/signing/issuer-key.ts';
import { base58, base64urlnopad } from '@scure/base';
import { ask } from '../../tools/judges/ask.ts';
import { installJudges } from '../../tools/judges/install.ts';
import type { Measured } from '../row.ts';
import { keyFor } from '../sample.ts';
import { node20 } from './node-20.ts';

/**
 * Signs or verifies a credential as often as it can, with the same key and contexts as Mohar: DIVOC's own signer
 * library for the suites of 2018, `@digitalbazaar/vc` for Data Integrity; on Node 20, and on Mohar's own.
 *
 * @param credential unsigned to sign, signed to verify.
 */
export async function proofPeers(
  mode: 'sign' | 'verify',
  credential: JsonObject,
  { suite: { name, dataModel }, signer, profile, contexts }: Issuer,
): Promise<Measured[]> {
  const question = { mode, credential, contexts: Object.fromEntries(contexts) };
  const { verificationMethod } = signer;
  const controller = profile.issuer;
  if (dataModel === 'VC 1.1') {
    const config = divocConfig(name, verificationMethod, controller);
    return onBothNodes('DIVOC’s certificate-signer-library', 'divocSigner', { ...question, config });
  }
  // The Multikey library takes a P-256 key without `key_ops` for one of key agreement.
  const jwk = { ...keyFor(name).export({ format: 'jwk' }), key_ops: ['sign', 'verify'] };
  const issuer = { suite: name, jwk, controller, verificationMethod };
  return onBothNodes('@digitalbazaar/vc', 'digitalBazaar', { ...question, ...issuer });
}

/** Draws a text as PNG at four pixels a module, as DIVOC has its QR codes drawn. */
export const qrPeer = (text: string): Promise<Measured> => measured('npm’s qrcode', 'qrcode', { text });

function divocConfig(proof: CryptosuiteName, verificationMethod: string, controller: string) {
  const privateKey = keyFor(proof);
  const names = {
    CERTIFICATE_DID: verificationMethod,
    CERTIFICATE_PUBKEY_ID: controller,
    CERTIFICATE_CONTROLLER_ID: controller,
  };
  if (proof === 'RsaSignature2018') {
    const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    return { ...names, keyType: 'RSA', publicKeyPem: publicPem(privateKey), privateKeyPem };
  }
  const publicBytes = base64urlnopad.decode(String(createPublicKey(privateKey).export({ format: 'jwk' }).x));
  const seed = base64urlnopad.decode(String(privateKey.export({ format: 'jwk' }).d));
  return {
    ...names,
    keyType: 'ED25519',
    publicKeyBase58: base58.encode(publicBytes),
    privateKeyBase58: base58.encode(Uint8Array.from([...seed, ...publicBytes])),
  };
}

/** Asked once: where there is no network, each attempt takes its time. */
let absent: ReturnType<typeof installJudges> | undefined;

/** Asks a script of `peers/` for a peer's rate, in a process of its own. */
export async function measured(
  what: string,
  peer: string,
  question: object,
  node = process.execPath,
  script = 'measure.cjs',
): Promise<Measured> {
  absent ??= installJudges();
  if ((await absent) || node === '') return { what, figure: undefined };
  const [figure] = await ask<number>(
    peer,
    { ...question, rate: rateSource() },
    join(import.meta.dirname, script),
    node,
  );
  return { what, figure };
}

const rateSource = () =>
  stripTypeScriptTypes(readFileSync(join(import.meta.dirname, '..', 'rate.ts'), 'utf8'));

async function onBothNodes(what: string, peer: string, question: object): Promise<Measured[]> {
  const own = await measured(`${what}, Node ${process.versions.node.split('.')[0]}`, peer, question);
  return [await measured(`${what}, Node 20`, peer, question, node20() ?? ''), own];
}
