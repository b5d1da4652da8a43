import { cardSigner } from '@mohar/credential/status/card-status-source.ts';
import { packRids } from '@mohar/credential/status/packed-rids.ts';
import { packedRidsName, writeCardRevocations } from '@mohar/credential/status/published-card-revocations.ts';
import { trustListType } from '@mohar/credential/trust/signed-trust-list.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { type KeptFiles, keptInMemory } from '../src/trust-data/kept-files.ts';
import { TrustData } from '../src/trust-data/trust-data.ts';
import { isOld } from '../src/trust-data/trust-state.ts';
import { countryOwner, hcertIssuer } from './browser/certificates/document-issuers.ts';
import { type SampleIssuer, sampleIssuer } from './browser/certificates/issuers.ts';
import { at, between, day, documentList, ids, statusDelta, statusFilter, trustList } from './signed-files.ts';

const own = sampleIssuer('did:web:issuer.example', 'Ministry of Health');
const stranger = sampleIssuer('did:web:stranger.example', 'Somebody Else');
const slovenia = hcertIssuer(countryOwner('SI', 'SVN', { en: 'Slovenia' }), { country: 'SI' });
const austria = hcertIssuer(countryOwner('AT', 'AUT', { en: 'Austria' }), { country: 'AT' });

/** Longer than a test may take, in milliseconds: who waits for nothing that is under way does not wait for it. */
const forever = 10 * 60_000;

let kept: KeptFiles;
let published: Map<string, Uint8Array>;
let reach: 'reachable' | 'offline';

const open = () =>
  TrustData.open(kept, async (name) => {
    if (reach === 'offline') throw new TypeError('Failed to fetch');
    return published.get(name);
  });

/** What the status data say of a certificate that was signed on the first. */
const said = (data: TrustData, certificateId: string) =>
  Promise.all(
    data.status.map(async ({ lookUp }) => (await lookUp({ certificateId, signedAt: at(1) })).state),
  );

const issuersOf = (data: TrustData) => data.trust.map(({ issuer }) => issuer);

beforeEach(async () => {
  kept = keptInMemory();
  reach = 'reachable';
  published = new Map([
    ['trust-list.jws', await trustList(2, [own], own)],
    ['status-filter', await statusFilter(2, own)],
  ]);
});

describe('the first time', () => {
  it('holds nothing, and says so', async () => {
    const data = await open();
    expect(data.state()).toEqual({});
    expect(data.trust).toEqual([]);
    expect(data.status).toEqual([]);
  });

  it('takes the list that lies beside the app', async () => {
    const data = await open();
    expect(await data.refresh(at(3))).toEqual({
      list: { issuers: [own.issuer], ...between(2) },
      status: { checkedAt: day(2), staleAfter: day(3) },
      fetchedAt: '2026-05-03T00:00:00.000Z',
      lastRefresh: 'done',
    });
    expect(await Promise.all(ids.map((id) => said(data, id)))).toEqual([['in-force'], ['revoked']]);
  });

  it('takes no list that is not signed by one of its own keys', async () => {
    published.set('trust-list.jws', await trustList(2, [own], stranger));
    const data = await open();
    expect(await data.refresh(at(3))).toEqual({ lastRefresh: 'refused' });
    expect(data.trust).toEqual([]);
    expect(await kept.read('trust-list.json')).toBeUndefined();
  });

  it('holds nothing where nothing can be reached, or nothing is there', async () => {
    reach = 'offline';
    expect(await (await open()).refresh(at(3))).toEqual({ lastRefresh: 'unreachable' });
    reach = 'reachable';
    published.clear();
    expect(await (await open()).refresh(at(3))).toEqual({ lastRefresh: 'unreachable' });
  });

  it('does without revocation data where the host has none', async () => {
    published.delete('status-filter');
    const state = await (await open()).refresh(at(3));
    expect(state).toMatchObject({ lastRefresh: 'done', list: { publishedAt: day(2) } });
    expect(state.status).toBeUndefined();
  });
});

describe('from then on', () => {
  beforeEach(async () => {
    await (await open()).refresh(at(3));
  });

  it('opens what it keeps, without a network', async () => {
    reach = 'offline';
    const data = await open();
    expect(issuersOf(data)).toEqual([own.issuer.id]);
    expect(await said(data, ids[1])).toEqual(['revoked']);
    expect(await data.refresh(at(4))).toMatchObject({
      list: { publishedAt: day(2) },
      fetchedAt: '2026-05-03T00:00:00.000Z',
      lastRefresh: 'unreachable',
    });
    expect(await said(data, ids[1])).toEqual(['revoked']);
  });

  it('takes a newer list that a held key signed, and keeps it', async () => {
    published.set('trust-list.jws', await trustList(3, [own, stranger], own));
    await (await open()).refresh(at(4));
    expect(issuersOf(await open())).toEqual([own.issuer.id, stranger.issuer.id]);
  });

  it('follows the issuers over a change of keys, list by list', async () => {
    published.set('trust-list.jws', await trustList(3, [own, stranger], own));
    await (await open()).refresh(at(4));
    published.set('trust-list.jws', await trustList(4, [stranger], stranger));
    const data = await open();
    expect(await data.refresh(at(5))).toMatchObject({ list: { publishedAt: day(4) } });
    expect(issuersOf(await open())).toEqual([stranger.issuer.id]);
  });

  it('refuses the list of a stranger, keeps its own, and says so', async () => {
    published.set('trust-list.jws', await trustList(3, [own, stranger], stranger));
    published.set('status-filter', await statusFilter(3, stranger));
    const data = await open();
    expect(await data.refresh(at(4))).toMatchObject({
      list: { publishedAt: day(2) },
      status: { checkedAt: day(2) },
      lastRefresh: 'refused',
    });
    expect(issuersOf(await open())).toEqual([own.issuer.id]);
  });

  it('lets no older list bring back keys that were taken out', async () => {
    published.set('trust-list.jws', await trustList(1, [own, stranger], own));
    const data = await open();
    expect(await data.refresh(at(4))).toMatchObject({ list: { publishedAt: day(2) }, lastRefresh: 'done' });
    expect(issuersOf(data)).toEqual([own.issuer.id]);
    expect(issuersOf(await open())).toEqual([own.issuer.id]);
  });

  it('refuses revocation data that no trusted issuer signed', async () => {
    published.set('status-filter', await statusFilter(3, stranger));
    const data = await open();
    expect(await data.refresh(at(4))).toMatchObject({
      status: { checkedAt: day(2) },
      lastRefresh: 'refused',
    });
    expect(await said(await open(), ids[1])).toEqual(['revoked']);
  });

  it('lets no older revocation data replace newer ones', async () => {
    published.set('status-filter', await statusFilter(1, own));
    const data = await open();
    expect(await data.refresh(at(4))).toMatchObject({ status: { checkedAt: day(2) }, lastRefresh: 'done' });
    expect((await open()).state().status?.checkedAt).toBe(day(2));
  });

  it('drops revocation data whose issuer is no longer trusted', async () => {
    published.set('trust-list.jws', await trustList(3, [stranger], own));
    const data = await open();
    const state = await data.refresh(at(4));
    expect(state.list?.publishedAt).toBe(day(3));
    expect(state.status).toBeUndefined();
    expect(data.status).toEqual([]);
  });

  it('takes a delta, and drops it with the filter that it belongs to', async () => {
    published.set('status-delta', await statusDelta(3, 2, own));
    expect(await (await open()).refresh(at(4))).toMatchObject({ status: { checkedAt: day(3) } });
    expect(await said(await open(), ids[0])).toEqual(['revoked']);
    published.set('status-filter', await statusFilter(4, own));
    published.delete('status-delta');
    await (await open()).refresh(at(5));
    expect(await said(await open(), ids[0])).toEqual(['in-force']);
    expect(await kept.read('status-delta')).toBeUndefined();
  });

  it('lets others wait for a refresh that is under way, but not for long', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const data = await TrustData.open(kept, async (name) => {
      await held;
      return published.get(name);
    });
    const before = data.revision;
    await data.refreshed('own', forever);
    const refresh = data.refresh(at(4));
    await data.refreshed('own', 20);
    expect(data.revision).toBe(before);
    release();
    await data.refreshed('card-lists', forever);
    expect(data.trust.length).toBeGreaterThan(0);
    expect(data.revision).not.toBe(before);
    await refresh;
    await data.refreshed('own', forever);
  });

  it('fetches its own issuers and revocations first, and lets nobody wait for others’ who does not need them', async () => {
    published.set('document-trust-list.jws', await documentList(2, [slovenia], own));
    published.set('status-delta', await statusDelta(3, 2, own));
    const asked: string[] = [];
    const released = new Map<string, () => void>();
    const data = await TrustData.open(kept, async (name) => {
      asked.push(name);
      if (name.startsWith('document') || name.startsWith('card'))
        await new Promise<void>((resolve) => released.set(name, resolve));
      return published.get(name);
    });
    const refresh = data.refresh(at(4));
    await data.refreshed('own', forever);
    expect(asked).toEqual(['trust-list.jws', 'status-filter', 'status-delta', 'document-trust-list.jws']);
    expect(await said(data, ids[0])).toEqual(['revoked']);
    expect(issuersOf(data)).toEqual([own.issuer.id]);
    await data.refreshed('own', forever);
    const before = data.revision;
    await data.refreshed('signers', 20);
    expect(data.revision).toBe(before);
    released.get('document-trust-list.jws')?.();
    await data.refreshed('signers', forever);
    expect(data.revision).not.toBe(before);
    expect(issuersOf(data)).toEqual([own.issuer.id, slovenia.issuer.id]);
    expect(asked.at(-1)).toBe('card-revocations.jws');
    released.get('card-revocations.jws')?.();
    expect(await refresh).toMatchObject({ lastRefresh: 'done' });
  });

  it('says of revocation data that are there no more that they are missing; the held ones stay', async () => {
    published.delete('status-filter');
    const data = await open();
    expect(await data.refresh(at(4))).toMatchObject({
      lastRefresh: 'missing',
      status: { checkedAt: day(2) },
    });
    expect(await said(data, ids[1])).toEqual(['revoked']);
  });

  it('takes two refreshes at once for one', async () => {
    let fetched = 0;
    const data = await TrustData.open(kept, async (name) => {
      fetched += 1;
      return published.get(name);
    });
    const [first, second] = await Promise.all([data.refresh(at(4)), data.refresh(at(4))]);
    expect(second).toBe(first);
    // Issuers, revocations, and those since; other countries' signers; others' revoked health cards.
    expect(fetched).toBe(5);
  });
});

const damages: [string, (file: Uint8Array) => Uint8Array][] = [
  ['emptied', () => new Uint8Array()],
  ['cut', (file) => file.slice(0, file.length - 5)],
  ['a page of the host', () => new TextEncoder().encode('<!doctype html><title>Welcome</title>')],
  ['changed in the middle', (file) => file.with(file.length >> 1, (file[file.length >> 1] ?? 0) ^ 1)],
  ['random bytes', (file) => file.map((_, index) => (index * 197 + 31) % 256)],
];

describe('the list of other countries’ signers', () => {
  const file = 'document-trust-list.jws';
  const sloveniaOf = (data: TrustData) => data.trust.find(({ issuer }) => issuer === slovenia.issuer.id);

  beforeEach(async () => {
    published.set(file, await documentList(2, [slovenia], own));
    await (await open()).refresh(at(3));
  });

  it('is kept, and opened without a network, with what each key may sign', async () => {
    reach = 'offline';
    const data = await open();
    expect(issuersOf(data)).toEqual([own.issuer.id, slovenia.issuer.id]);
    expect(sloveniaOf(data)).toMatchObject({
      issuerName: 'Slovenia',
      document: { format: 'hcert', keyId: slovenia.signer.keyId, country: 'SI' },
    });
    expect(data.state().list?.issuers).toEqual([own.issuer, slovenia.issuer]);
  });

  it('is verified when it is loaded, with the keys of the first list', async () => {
    await kept.keep(file, await documentList(2, [austria], stranger));
    const data = await open();
    expect(issuersOf(data)).toEqual([own.issuer.id]);
    expect(await data.refresh(at(4))).toMatchObject({ lastRefresh: 'done' });
    expect(issuersOf(await open())).toEqual([own.issuer.id, slovenia.issuer.id]);
  });

  it('goes with those who vouched for it, and comes with one that the new ones signed', async () => {
    published.set('trust-list.jws', await trustList(3, [stranger], own));
    published.delete('status-filter');
    const data = await open();
    expect(await data.refresh(at(4))).toMatchObject({
      lastRefresh: 'refused',
      list: { publishedAt: day(3) },
    });
    expect(issuersOf(data)).toEqual([stranger.issuer.id]);
    expect(issuersOf(await open())).toEqual([stranger.issuer.id]);
    published.set('trust-list.jws', await trustList(4, [stranger], stranger));
    published.set(file, await documentList(3, [austria], stranger));
    expect(await data.refresh(at(5))).toMatchObject({ lastRefresh: 'done' });
    expect(issuersOf(await open())).toEqual([stranger.issuer.id, austria.issuer.id]);
  });

  it('takes a newer one', async () => {
    published.set(file, await documentList(3, [slovenia, austria], own));
    await (await open()).refresh(at(4));
    expect(issuersOf(await open())).toEqual([own.issuer.id, slovenia.issuer.id, austria.issuer.id]);
  });

  it('lets no older one bring back signers that were taken out', async () => {
    published.set(file, await documentList(1, [slovenia, austria], own));
    const data = await open();
    expect(await data.refresh(at(4))).toMatchObject({ lastRefresh: 'done' });
    for (const one of [data, await open()]) {
      expect(issuersOf(one)).toEqual([own.issuer.id, slovenia.issuer.id]);
    }
  });

  it('refuses one that a stranger signed, keeps its own, and takes newer revocations all the same', async () => {
    published.set(file, await documentList(3, [slovenia, austria], stranger));
    published.set('status-filter', await statusFilter(3, own));
    const data = await open();
    expect(await data.refresh(at(4))).toMatchObject({
      lastRefresh: 'refused',
      status: { checkedAt: day(3) },
    });
    for (const one of [data, await open()]) {
      expect(issuersOf(one)).toEqual([own.issuer.id, slovenia.issuer.id]);
    }
  });

  it.each([
    ['of another country', slovenia],
    ['of its own country', austria],
  ])('refuses one that is signed by a document key %s', async (_, { signer }) => {
    const ownWithDocuments = {
      ...own,
      issuer: { ...own.issuer, keys: [...own.issuer.keys, ...austria.issuer.keys] },
    };
    published.set('trust-list.jws', await trustList(3, [ownWithDocuments], own));
    published.set(file, await documentList(3, [slovenia, austria], { signer }));
    const data = await open();
    expect(await data.refresh(at(4))).toMatchObject({ lastRefresh: 'refused' });
    for (const one of [data, await open()]) {
      expect(issuersOf(one)).toEqual([own.issuer.id, own.issuer.id, slovenia.issuer.id]);
    }
  });

  it('takes neither list for the other', async () => {
    published.set(file, await documentList(3, [stranger], own, trustListType));
    expect(await (await open()).refresh(at(4))).toMatchObject({ lastRefresh: 'refused' });
    published.delete(file);
    published.set('trust-list.jws', await documentList(4, [stranger], own));
    expect(await (await open()).refresh(at(5))).toMatchObject({ lastRefresh: 'refused' });
    expect(issuersOf(await open())).toEqual([own.issuer.id, slovenia.issuer.id]);
  });

  it('speaks for no revocations, nor for the first list', async () => {
    published.set('trust-list.jws', await documentList(4, [own, slovenia], slovenia, trustListType));
    const data = await open();
    expect(await data.refresh(at(5))).toMatchObject({
      lastRefresh: 'refused',
      list: { publishedAt: day(2) },
    });
    expect(data.status.map(({ issuer }) => issuer)).toEqual([own.issuer.id]);
  });

  it('says when it is old, also where the other lists are fresh', async () => {
    const { signers } = (await open()).state();
    expect(signers).toEqual(between(2));
    published.set('trust-list.jws', await trustList(9, [own], own));
    published.set('status-filter', await statusFilter(9, own));
    const state = await (await open()).refresh(at(9));
    expect(state).toMatchObject({ list: between(9), status: { staleAfter: day(10) }, signers: between(2) });
    expect(isOld(state, at(9))).toBe(true);
    published.set(file, await documentList(9, [slovenia], own));
    const renewed = await (await open()).refresh(at(9));
    expect(isOld(renewed, at(9))).toBe(false);
    expect(isOld(renewed, at(11))).toBe(true);
  });

  it('is not missed where the host has none; where one was held, it is missing, and stays', async () => {
    published.delete(file);
    const data = await open();
    expect(await data.refresh(at(4))).toMatchObject({ lastRefresh: 'missing' });
    expect(issuersOf(data)).toEqual([own.issuer.id, slovenia.issuer.id]);
    kept = keptInMemory();
    const first = await open();
    expect(await first.refresh(at(4))).toMatchObject({ lastRefresh: 'done' });
    expect(issuersOf(first)).toEqual([own.issuer.id]);
  });

  it.each(damages)('is left aside where the kept one is %s, and fetched again', async (_, damage) => {
    await kept.keep(file, damage((await kept.read(file)) as Uint8Array));
    const data = await open();
    expect(issuersOf(data)).toEqual([own.issuer.id]);
    expect(await said(data, ids[1])).toEqual(['revoked']);
    await data.refresh(at(4));
    expect(issuersOf(data)).toEqual([own.issuer.id, slovenia.issuer.id]);
  });
});

describe('lists of others’ revoked health cards', () => {
  const file = 'card-revocations.jws';
  const iss = 'https://cards.example/issuer';
  const kids = ['k'.repeat(43), 'l'.repeat(43)] as const;
  const packed = (...rids: string[]) => packRids(new Map(rids.map((rid) => [rid, Number.POSITIVE_INFINITY])));
  const publish = async (
    at: number,
    lists: readonly Uint8Array[],
    signedBy: Pick<SampleIssuer, 'signer'> = own,
  ) => {
    for (const one of lists) published.set(`card-revocations/${packedRidsName(one)}`, one);
    const head = {
      ...between(at),
      lists: lists.map((one, n) => ({
        iss,
        kid: kids[n] as string,
        version: at,
        checkedAt: day(at),
        sha256: packedRidsName(one),
      })),
    };
    published.set(file, new TextEncoder().encode(await writeCardRevocations(head, signedBy.signer)));
  };
  /** What is said of a card of each key. */
  const saidOfCards = async (data: TrustData, certificateId: string) =>
    Promise.all(
      kids.map(async (kid) => {
        const source = data.status.find(({ issuer }) => issuer === cardSigner(iss, kid));
        return (await source?.lookUp({ certificateId, signedAt: at(1) }))?.state;
      }),
    );
  const first = packed('rid-1');
  const second = packed('rid-2');

  beforeEach(async () => {
    await publish(2, [first, second]);
    await (await open()).refresh(at(3));
  });

  it('are kept, and asked without a network, each for its key', async () => {
    reach = 'offline';
    const data = await open();
    expect(await saidOfCards(data, 'rid-1')).toEqual(['revoked', 'in-force']);
    expect(await saidOfCards(data, 'rid-2')).toEqual(['in-force', 'revoked']);
    expect(data.state().cardLists).toEqual(between(2));
    expect(isOld(data.state(), at(4))).toBe(true);
  });

  it('are fetched only where they changed; what no head names goes', async () => {
    const third = packed('rid-3');
    await publish(3, [first, third]);
    const asked: string[] = [];
    const data = await TrustData.open(kept, async (name) => {
      asked.push(name);
      return published.get(name);
    });
    expect(await data.refresh(at(4))).toMatchObject({ lastRefresh: 'done' });
    expect(asked.filter((name) => name.startsWith('card-revocations/'))).toEqual([
      `card-revocations/${packedRidsName(third)}`,
    ]);
    expect(await saidOfCards(await open(), 'rid-3')).toEqual(['in-force', 'revoked']);
    expect(await kept.read(`card-revocations/${packedRidsName(second)}`)).toBeUndefined();
    expect(await kept.read(`card-revocations/${packedRidsName(first)}`)).toEqual(first);
  });

  /** What a head that cannot be had whole names, and what of it is there. */
  const publishPart = async (at: number, there: Uint8Array) => {
    const missing = packed(`missing-${at}`);
    await publish(at, [there, missing]);
    published.delete(`card-revocations/${packedRidsName(missing)}`);
  };
  const keptParts = () => kept.namesIn('card-revocations');
  const namesOf = (...lists: Uint8Array[]) => lists.map((one) => `card-revocations/${packedRidsName(one)}`);

  it('leave nothing of what failed, once a head is taken', async () => {
    const third = packed('rid-3');
    await publishPart(3, third);
    expect(await (await open()).refresh(at(4))).toMatchObject({ lastRefresh: 'unreachable' });
    // It need not be fetched again.
    expect(await keptParts()).toEqual(namesOf(first, second, third));
    await publish(4, [first]);
    expect(await (await open()).refresh(at(5))).toMatchObject({ lastRefresh: 'done' });
    expect(await keptParts()).toEqual(namesOf(first));
  });

  it('leave nothing of what failed, where the host goes back to the head that is held', async () => {
    const whole = published.get(file) as Uint8Array;
    await publishPart(3, packed('rid-3'));
    await (await open()).refresh(at(4));
    published.set(file, whole);
    expect(await (await open()).refresh(at(5))).toMatchObject({ lastRefresh: 'done' });
    expect(await keptParts()).toEqual(namesOf(first, second));
  });

  it('do not become more with every head that fails', async () => {
    await publishPart(3, packed('rid-3'));
    await (await open()).refresh(at(4));
    const fourth = packed('rid-4');
    await publishPart(4, fourth);
    expect(await (await open()).refresh(at(5))).toMatchObject({ lastRefresh: 'unreachable' });
    expect(await keptParts()).toEqual(namesOf(first, second, fourth));
  });

  it.each([
    ['another one', [packed('x')]],
    ['none', undefined],
  ])('leave nothing where those who vouched for them went, and the host has %s', async (_, lists) => {
    published.set('trust-list.jws', await trustList(3, [stranger], own));
    published.delete('status-filter');
    if (lists) await publish(3, lists, stranger);
    else published.delete(file);
    expect(await (await open()).refresh(at(4))).toMatchObject({ lastRefresh: 'done' });
    expect(await keptParts()).toEqual(namesOf(...(lists ?? [])));
  });

  it.each([
    ['a stranger’s head', () => publish(3, [packed('x')], stranger), 'refused'],
    [
      'a list that is not the one that the head names',
      async () => {
        const other = packed('x');
        await publish(3, [other]);
        published.set(`card-revocations/${packedRidsName(other)}`, packed('y'));
      },
      'refused',
    ],
    [
      'a head whose list is not there',
      async () => {
        const other = packed('x');
        await publish(3, [other]);
        published.delete(`card-revocations/${packedRidsName(other)}`);
      },
      'unreachable',
    ],
    ['no head', async () => published.delete(file), 'missing'],
  ])('%s leaves those that are held', async (_, change, outcome) => {
    await change();
    for (const _again of [1, 2]) {
      const data = await open();
      expect(await data.refresh(at(4))).toMatchObject({ lastRefresh: outcome, cardLists: between(2) });
      expect(await saidOfCards(data, 'rid-1')).toEqual(['revoked', 'in-force']);
    }
  });

  it('do not come back older', async () => {
    await publish(1, [packed()]);
    const data = await open();
    expect(await data.refresh(at(4))).toMatchObject({ lastRefresh: 'done', cardLists: between(2) });
    expect(await saidOfCards(data, 'rid-1')).toEqual(['revoked', 'in-force']);
  });

  it('go with those who vouched for them', async () => {
    published.set('trust-list.jws', await trustList(3, [stranger], own));
    const data = await open();
    await data.refresh(at(4));
    expect(data.status).toEqual([]);
    expect(data.state().cardLists).toBeUndefined();
  });

  it.each(damages)('are left aside where a kept file is %s, and fetched again', async (_, damage) => {
    const part = `card-revocations/${packedRidsName(first)}`;
    for (const name of [file, part]) {
      await kept.keep(name, damage((await kept.read(name)) as Uint8Array));
      const data = await open();
      expect(await saidOfCards(data, 'rid-1')).toEqual([undefined, undefined]);
      expect(await said(data, ids[1])).toEqual(['revoked']);
      await data.refresh(at(4));
      expect(await saidOfCards(data, 'rid-1')).toEqual(['revoked', 'in-force']);
    }
  });
});

describe('damaged files', () => {
  beforeEach(async () => {
    published.set('status-delta', await statusDelta(2, 2, own));
    published.set('document-trust-list.jws', await documentList(2, [slovenia], own));
    await (await open()).refresh(at(3));
  });

  it.each(damages)(
    'a kept list that is %s counts as never fetched, and is fetched again',
    async (_, damage) => {
      await kept.keep('trust-list.json', damage((await kept.read('trust-list.json')) as Uint8Array));
      const data = await open();
      expect(data.trust).toEqual([]);
      expect(data.status).toEqual([]);
      expect(await data.refresh(at(4))).toMatchObject({ lastRefresh: 'done', list: { publishedAt: day(2) } });
    },
  );

  it('a kept list with any one bit changed opens, or counts as never fetched: the app always starts', async () => {
    published.set('trust-list.jws', await trustList(3, [own, stranger], own));
    await (await open()).refresh(at(4));
    const whole = (await kept.read('trust-list.json')) as Uint8Array;
    expect(new TextDecoder().decode(whole)).toContain('anchors');
    for (let n = 0; n < whole.length; n += 1) {
      await kept.keep('trust-list.json', whole.with(n, (whole[n] ?? 0) ^ (1 << (n % 7))));
      const data = await open();
      expect([[], [own.issuer.id, stranger.issuer.id, slovenia.issuer.id]]).toContainEqual(issuersOf(data));
    }
  });

  it.each(['null', '[]', '{}', '{"jws":1}', '{"jws":"a.b.c","fetchedAt":"","anchors":[null]}'])(
    'a kept list that is %s counts as never fetched',
    async (text) => {
      await kept.keep('trust-list.json', new TextEncoder().encode(text));
      expect((await open()).trust).toEqual([]);
    },
  );

  it.each(['trust-list.json', 'document-trust-list.jws', 'status-filter', 'status-delta'])(
    '%s: where the browser cannot read what is kept, nothing counts as never fetched',
    async (name) => {
      const store = kept;
      kept = {
        ...store,
        read: async (wanted) => {
          if (wanted === name) throw new DOMException('The store is busy.', 'UnknownError');
          return store.read(wanted);
        },
      };
      await expect(open()).rejects.toThrow('The store is busy.');
      kept = store;
      expect(issuersOf(await open())).toEqual([own.issuer.id, slovenia.issuer.id]);
    },
  );

  it.each(damages)(
    'kept revocation data that are %s are left aside, and fetched again',
    async (_, damage) => {
      await kept.keep('status-filter', damage((await kept.read('status-filter')) as Uint8Array));
      const data = await open();
      expect(issuersOf(data)).toEqual([own.issuer.id, slovenia.issuer.id]);
      expect(data.status).toEqual([]);
      expect(await data.refresh(at(4))).toMatchObject({ status: { checkedAt: day(2) } });
    },
  );

  it.each(['trust-list.jws', 'document-trust-list.jws', 'status-filter', 'status-delta'])(
    '%s: what is fetched damaged changes nothing',
    async (name) => {
      const whole = published.get(name) as Uint8Array;
      for (const [, damage] of damages) {
        published.set(name, damage(whole));
        const data = await open();
        expect(await data.refresh(at(4))).toMatchObject({
          list: { publishedAt: day(2) },
          status: { checkedAt: day(2) },
          lastRefresh: 'refused',
        });
        expect(await said(await open(), ids[0])).toEqual(['revoked']);
      }
    },
  );
});
