import { afterEach, describe, expect, test, vi } from 'vitest';
import { buildVdsNcVaccination } from '../../src/formats/vds-nc/build-vaccination.ts';
import { encodeVdsNc } from '../../src/formats/vds-nc/encode.ts';
import type { TrustList } from '../../src/trust/trust-list.ts';
import { at as atSeal, vaccinationRecord } from '../formats/vds-nc/sample-records.ts';
import { createSealSigner, sealEntry } from '../formats/vds-nc/signers.ts';
import { at, signed, trustFor } from '../sample-issuer.ts';
import { createAuthority } from '../x509/certificate-authority.ts';

/** A browser without a network, where part of the program was never fetched; its modules are new each time. */
async function without(module: string) {
  vi.resetModules();
  vi.doMock(module, () => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });
  const { verify } = await import('../../src/verification/verify.ts');
  return { verify, network: () => vi.doUnmock(module) };
}
afterEach(() => {
  vi.doUnmock('@noble/curves/misc.js');
  vi.doUnmock('@noble/curves/nist.js');
  vi.doUnmock('@noble/curves/ed25519.js');
  vi.doUnmock('#public-key');
  vi.restoreAllMocks();
});

const notLoaded = {
  code: 'CODE_NOT_LOADED',
  cause: expect.objectContaining({ message: expect.any(String) }),
};

describe('a seal whose authority’s curve cannot be loaded', () => {
  test.each([
    ['brainpoolP384r1', '@noble/curves/misc.js'],
    ['P-384', '@noble/curves/nist.js'],
    ['explicit', '@noble/curves/nist.js'],
  ] as const)('%s: is not judged, and is judged once it is there', async (kind, module) => {
    const authority = createAuthority(kind);
    const text = await encodeVdsNc(buildVdsNcVaccination(vaccinationRecord()), createSealSigner(authority));
    const trust: TrustList = [sealEntry(authority.der)];
    const { verify, network } = await without(module);
    for (let time = 0; time < 2; time += 1) {
      await expect(verify(text, { trust, at: atSeal })).rejects.toMatchObject(notLoaded);
    }
    network();
    // The same entry of the trust list: nothing is remembered of what could not be asked.
    expect(await verify(text, { trust, at: atSeal })).toMatchObject({ verdict: 'valid' });
    const forged = text.replace('FERNANDO', 'FERNANDA');
    expect(await verify(forged, { trust, at: atSeal })).toMatchObject({ verdict: 'tampered' });
  });
});

describe('a credential, where the browser lacks the algorithm and what stands in for it cannot be loaded', () => {
  test.each([
    ['eddsa-rdfc-2022', '@noble/curves/ed25519.js'],
    ['ecdsa-rdfc-2019', '@noble/curves/nist.js'],
  ] as const)('%s: is not judged, and is judged once it is there', async (suite, module) => {
    const credential = await signed('domestic', suite);
    const trust = trustFor(suite);
    vi.doMock('#public-key', () => vi.importActual('../../src/proofs/keys/public-key-web.ts'));
    const { verify, network } = await without(module);
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('', 'NotSupportedError'));
    for (let time = 0; time < 2; time += 1) {
      await expect(verify(credential, { trust, at })).rejects.toMatchObject(notLoaded);
    }
    network();
    expect(await verify(credential, { trust, at })).toMatchObject({ verdict: 'valid' });
  });
});
