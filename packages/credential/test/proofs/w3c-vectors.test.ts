import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { base58 } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { bundledContexts } from '../../src/credential/contexts/bundled.ts';
import { sha256 } from '../../src/hashing/sha256.ts';
import type { JsonObject } from '../../src/json.ts';
import { canonicalForm } from '../../src/proofs/canonicalization/canonical-form.ts';
import { cryptosuites } from '../../src/proofs/cryptosuites.ts';
import { canonicalProofOptions } from '../../src/proofs/proof-options.ts';
import { signingHashes } from '../../src/proofs/signing-hashes.ts';
import { verify } from '../../src/verification/verify.ts';

const folder = join(import.meta.dirname, '../../../../test-vectors/w3c');
// The vectors' second context, as the specifications print it (vc-di-eddsa, appendix B).
const examples = 'https://www.w3.org/ns/credentials/examples/v2';
const contexts = new Map(bundledContexts).set(examples, {
  '@context': { '@vocab': 'https://www.w3.org/ns/credentials/examples#' },
});

/** SubjectPublicKeyInfo of a Multikey. */
const spki = {
  eddsa: (raw: Uint8Array) => Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]),
  ecdsa: (raw: Uint8Array) =>
    Buffer.concat([Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex'), raw]),
};

describe.each([
  ['eddsa-rdfc-2022', 'eddsa-rdfc-2022', 'DataInt', 'keyPair.json', 'eddsa'],
  ['ecdsa-rdfc-2019', 'ecdsa-rdfc-2019-p256', 'ECDSAP256', 'p256KeyPair.json', 'ecdsa'],
] as const)("the W3C's own vectors of %s", (name, directory, suffix, keyFile, curve) => {
  const read = (file: string) => readFileSync(join(folder, directory, file), 'utf8');
  const signed = JSON.parse(read(`signed${suffix}.json`)) as JsonObject;
  const { proof, ...unsecured } = signed;
  const suite = cryptosuites[name];

  test('canonical document, canonical proof options and hashes are equal, byte for byte', async () => {
    const { nquads } = await canonicalForm(unsecured, suite.canonicalization, contexts);
    expect(nquads).toBe(read(`canonDoc${suffix}.txt`));
    const options = canonicalProofOptions(proof as JsonObject, suite) ?? '';
    expect(options).toBe(read(`proofCanon${suffix}.txt`));
    expect(Buffer.from(signingHashes(sha256(options), nquads)).toString('hex')).toBe(
      read(`combinedHash${suffix}.txt`).trim(),
    );
  });

  test('the signed document verifies, and a changed one does not', async () => {
    const { publicKeyMultibase } = JSON.parse(read(keyFile));
    const publicKey = spki[curve](base58.decode(publicKeyMultibase.slice(1)).slice(2));
    const setting = { trust: [{ issuerName: 'W3C', publicKey }], at: Date.parse('2026-01-01'), contexts };
    expect((await verify(signed, setting)).verdict).toBe('valid');
    expect((await verify({ ...signed, name: 'Another' }, setting)).verdict).toBe('tampered');
  });
});
