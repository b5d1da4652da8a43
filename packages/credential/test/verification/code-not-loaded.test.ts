import { afterEach, describe, expect, test, vi } from 'vitest';
import { buildVdsNcVaccination } from '../../src/formats/vds-nc/build-vaccination.ts';
import { encodeVdsNc } from '../../src/formats/vds-nc/encode.ts';
import { writeTrustList } from '../../src/trust/signed-trust-list.ts';
import type { TrustList } from '../../src/trust/trust-list.ts';
import { at as atSeal, vaccinationRecord } from '../formats/vds-nc/sample-records.ts';
import { createSealSigner, sealEntry } from '../formats/vds-nc/signers.ts';
import { at, publicPemOf, signed, signerFor, trustFor } from '../sample-issuer.ts';
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

describe('a trust list, where a list that leads to it is signed with a curve that cannot be loaded', () => {
  const suites = ['eddsa-rdfc-2022', 'ecdsa-rdfc-2019', 'ecdsa-rdfc-2019'] as const;
  const keys = suites.map((suite, n) => ({
    verificationMethod: `did:example:issuer#${n}`,
    publicKey: publicPemOf(suite),
  }));
  const listSignedBy = (n: 0 | 1 | 2) =>
    writeTrustList(
      {
        publishedAt: '2026-06-01T00:00:00Z',
        nextPublicationAt: '2026-06-02T00:00:00Z',
        issuers: [{ id: 'did:example:issuer', name: { en: 'Ministry' }, keys }],
      },
      { ...signerFor(suites[n]), verificationMethod: `did:example:issuer#${n}` },
    );
  const held = (...which: number[]): TrustList =>
    which.flatMap((n) => keys.slice(n, n + 1)).map((key) => ({ ...key, issuerName: 'Ministry' }));

  test('is not called a stranger’s; another list that leads to it is found', async () => {
    const [newest, byEd25519, byP256] = await Promise.all([
      listSignedBy(2),
      listSignedBy(0),
      listSignedBy(1),
    ]);
    vi.doMock('#public-key', () => vi.importActual('../../src/proofs/keys/public-key-web.ts'));
    const { network } = await without('@noble/curves/ed25519.js');
    const { readTrustList } = await import('../../src/trust/signed-trust-list.ts');
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('', 'NotSupportedError'));
    const file = `${newest}\n${byEd25519}`;
    await expect(readTrustList(file, held(0))).rejects.toMatchObject(notLoaded);
    expect((await readTrustList(`${file}\n${byP256}`, held(0, 1))).issuers[0]?.keys).toHaveLength(3);
    // Who is a stranger whatever cannot be loaded, is one.
    await expect(readTrustList(newest, held(0))).rejects.toMatchObject({ code: 'UNTRUSTED_LIST' });
    network();
    expect((await readTrustList(file, held(0))).issuers[0]?.keys).toHaveLength(3);
  });
});
