import { generateKeyPairSync, sign } from 'node:crypto';
import { packRids } from '@mohar/credential/status/packed-rids.ts';
import { packedRidsName, writeCardRevocations } from '@mohar/credential/status/published-card-revocations.ts';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { type KeptFiles, keptInMemory } from '../src/trust-data/kept-files.ts';
import { countryOwner, hcertIssuer } from './browser/certificates/document-issuers.ts';
import { type SampleIssuer, sampleIssuer } from './browser/certificates/issuers.ts';
import { at, between, day, documentList, statusFilter, trustList } from './signed-files.ts';

const credential = '../../credential/src';
const absent = (): never => {
  throw new TypeError('Failed to fetch dynamically imported module');
};

afterEach(() => {
  vi.doUnmock(`${credential}/proofs/keys/public-key-node.ts`);
  vi.doUnmock('@noble/curves/ed25519.js');
  vi.restoreAllMocks();
});

/** A browser whose WebCrypto lacks Ed25519, without a network: what stands in for it was never fetched. */
async function withoutEd25519() {
  vi.resetModules();
  vi.doMock(`${credential}/proofs/keys/public-key-node.ts`, () =>
    vi.importActual(`${credential}/proofs/keys/public-key-web.ts`),
  );
  vi.doMock('@noble/curves/ed25519.js', absent);
  const importKey = crypto.subtle.importKey.bind(crypto.subtle);
  vi.spyOn(crypto.subtle, 'importKey').mockImplementation(((...given: Parameters<typeof importKey>) =>
    (given[2] as { name: string }).name === 'Ed25519'
      ? Promise.reject(new DOMException('', 'NotSupportedError'))
      : importKey(...given)) as typeof importKey);
  const { TrustData } = await import('../src/trust-data/trust-data.ts');
  return { TrustData, network: () => vi.doUnmock('@noble/curves/ed25519.js') };
}

/** With a second key, by which every WebCrypto can verify. */
function withP256(issuer: SampleIssuer): SampleIssuer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const verificationMethod = `${issuer.issuer.id}#p-256`;
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return {
    issuer: {
      ...issuer.issuer,
      keys: [...issuer.issuer.keys, { verificationMethod, publicKey: pem }],
    },
    signer: {
      algorithm: 'ES256',
      verificationMethod,
      sign: async (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    },
  };
}

describe('where the curve of an issuer’s key cannot be loaded', () => {
  const own = sampleIssuer('did:web:issuer.example', 'Ministry of Health');
  const both = withP256(own);
  const stranger = sampleIssuer('did:web:stranger.example', 'Somebody Else');
  const slovenia = hcertIssuer(countryOwner('SI', 'SVN', { en: 'Slovenia' }), { country: 'SI' });
  const packed = packRids(new Map([['rid-1', Number.POSITIVE_INFINITY]]));
  const part = `card-revocations/${packedRidsName(packed)}`;
  const notLoaded = { code: 'CODE_NOT_LOADED' };

  /** Each in turn, signed by the issuer's Ed25519 key. */
  const others = {
    'document-trust-list.jws': () => documentList(2, [slovenia], own),
    'status-filter': () => statusFilter(2, own),
    'card-revocations.jws': async () => {
      const list = { iss: 'https://cards.example', kid: 'k'.repeat(43), version: 1, checkedAt: day(2) };
      const head = { ...between(2), lists: [{ ...list, sha256: packedRidsName(packed) }] };
      return new TextEncoder().encode(await writeCardRevocations(head, own.signer));
    },
  };
  const names = Object.keys(others) as (keyof typeof others)[];

  let kept: KeptFiles;
  let published: Map<string, Uint8Array>;
  const fetchFile = async (name: string) => published.get(name);

  beforeEach(() => {
    kept = keptInMemory();
    published = new Map([[part, packed]]);
  });

  it('the first list is not refused: it is taken once the curve is there', async () => {
    published.set('trust-list.jws', await trustList(2, [own], own));
    const { TrustData, network } = await withoutEd25519();
    const data = await TrustData.open(kept, fetchFile);
    expect(await data.refresh(at(3))).toEqual({ lastRefresh: 'unreachable' });
    network();
    expect(await data.refresh(at(3))).toMatchObject({ lastRefresh: 'done', list: between(2) });
  });

  it('the held list stays held, and no stranger’s takes its place', async () => {
    published.set('trust-list.jws', await trustList(2, [own], own));
    const { TrustData, network } = await withoutEd25519();
    network();
    await (await TrustData.open(kept, fetchFile)).refresh(at(3));

    const later = await withoutEd25519();
    for (const _again of [1, 2]) {
      await expect(later.TrustData.open(kept, fetchFile)).rejects.toMatchObject(notLoaded);
    }
    later.network();
    published.set('trust-list.jws', await trustList(3, [stranger], stranger));
    const data = await later.TrustData.open(kept, fetchFile);
    expect(await data.refresh(at(4))).toMatchObject({ lastRefresh: 'refused', list: between(2) });
    expect(data.trust.map(({ issuer }) => issuer)).toEqual([own.issuer.id]);
  });

  test.each(names)('%s that is fetched is not refused', async (name) => {
    published.set('trust-list.jws', await trustList(2, [both], both));
    published.set(name, await others[name]());
    const { TrustData, network } = await withoutEd25519();
    const data = await TrustData.open(kept, fetchFile);
    expect(await data.refresh(at(3))).toMatchObject({ lastRefresh: 'unreachable', list: between(2) });
    network();
    expect(await data.refresh(at(3))).toMatchObject({ lastRefresh: 'done' });
    expect(await kept.read(name)).toBeDefined();
  });

  test.each(names)('%s that is kept is not left aside', async (name) => {
    published.set('trust-list.jws', await trustList(2, [both], both));
    published.set(name, await others[name]());
    const { TrustData, network } = await withoutEd25519();
    network();
    await (await TrustData.open(kept, fetchFile)).refresh(at(3));
    const held = (await TrustData.open(kept, fetchFile)).state();

    const later = await withoutEd25519();
    await expect(later.TrustData.open(kept, fetchFile)).rejects.toMatchObject(notLoaded);
    later.network();
    expect((await later.TrustData.open(kept, fetchFile)).state()).toEqual(held);
  });

  test.each(names)('a newer list changes nothing before %s can be judged by it', async (name) => {
    const p256 = { ...both, issuer: { ...both.issuer, keys: both.issuer.keys.slice(1) } };
    published.set('trust-list.jws', await trustList(2, [p256], both));
    const { TrustData, network } = await withoutEd25519();
    const data = await TrustData.open(kept, fetchFile);
    await data.refresh(at(3));
    const before = await kept.read('trust-list.json');
    // Signed by a key that is not held yet.
    await kept.keep(name, await others[name]());
    await kept.keep(part, packed);

    published.set('trust-list.jws', await trustList(3, [both], both));
    expect(await data.refresh(at(4))).toMatchObject({ lastRefresh: 'unreachable', list: between(2) });
    expect(await kept.read('trust-list.json')).toEqual(before);
    expect(await kept.read(part)).toEqual(packed);
    network();
    expect(await data.refresh(at(4))).toMatchObject({ list: between(3) });
    const { signers, status, cardLists } = data.state();
    expect([signers, status, cardLists].filter((one) => one !== undefined)).toHaveLength(1);
  });
});
