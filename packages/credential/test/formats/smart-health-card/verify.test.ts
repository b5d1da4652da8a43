import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { buildHealthCard } from '../../../src/formats/smart-health-card/build.ts';
import { decodeHealthCard } from '../../../src/formats/smart-health-card/decode.ts';
import { toFile } from '../../../src/formats/smart-health-card/file.ts';
import { verifyHealthCard } from '../../../src/formats/smart-health-card/verify.ts';
import type { JsonObject } from '../../../src/json.ts';
import { openCardRevocationList } from '../../../src/status/card-revocation-list.ts';
import { cardSigner } from '../../../src/status/card-status-source.ts';
import type { StatusSource } from '../../../src/status/status-source.ts';
import { cardKeyId } from '../../../src/trust/card-key-set.ts';
import type { TrustedKey } from '../../../src/trust/trust-list.ts';
import type { VerificationSetting } from '../../../src/verification/setting.ts';
import { verify } from '../../../src/verification/verify.ts';
import {
  at,
  cardText,
  certificateId,
  iss,
  issuedAt,
  keyPair,
  publicPem,
  record,
  signedText,
  signer,
  signerWith,
  trust,
} from './sample-card.ts';

type Payload = { iss: unknown; nbf: unknown; exp?: unknown; vc: Record<string, unknown> };
type Bundle = { resourceType: unknown; type: unknown; entry: Record<string, Record<string, unknown>>[] };

/** The text of a card whose payload was changed before it was signed. */
async function signedWith(
  change: (payload: Payload, bundle: Bundle) => void,
  header: object = {},
  kind: 'vaccination' | 'test' = 'vaccination',
): Promise<string> {
  const { iss, vc } = structuredClone(buildHealthCard(record(kind), { iss: issuerUrl }));
  const payload: Payload = { iss, nbf: issuedAt / 1000, vc: vc as Record<string, unknown> };
  change(payload, (vc.credentialSubject as JsonObject).fhirBundle as unknown as Bundle);
  return signedText(JSON.stringify(payload), header);
}
const issuerUrl = iss;

const setting: VerificationSetting = { trust, at };

/** The verdict, and what the last check says. */
async function fate(text: string, by: VerificationSetting = setting): Promise<string> {
  const { verdict, checks } = await verifyHealthCard(text, by);
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  return [verdict, ...failed.map(({ code, values }) => `${code} ${values?.members ?? ''}`.trim())].join(' ');
}

describe('a card of ours', () => {
  test('is valid, with all that a person looks at', async () => {
    const found = await verifyHealthCard(await cardText('vaccination'), setting);
    expect(found).toMatchObject({
      verdict: 'valid',
      format: 'shc',
      issuerName: 'Health cards of Example',
      summary: {
        kind: 'vaccination',
        certificateId,
        issuedAt: '2026-05-01T10:20:30.000Z',
        holder: { name: 'Asha Ramakrishnan', birthDate: '1988-03-14', birthYear: '1988' },
        vaccination: { disease: 'COVID-19', date: '2021-07-12', batch: '4121Z025' },
        facility: 'Primary Health Centre, Indiranagar',
      },
    });
    expect(found.content).toEqual(decodeHealthCard(await cardText('vaccination')).payload);
    expect((await verifyHealthCard(await cardText('test'), setting)).summary?.test).toEqual({
      disease: 'COVID-19',
      testName: 'SARS-CoV-2 RNA Resp Ql NAA+probe',
      result: 'Negative',
      sampledAt: '2022-02-01T06:30:00Z',
    });
  });

  test('is read in each of its forms, also by the one call for all formats', async () => {
    const text = await cardText('vaccination');
    const { jws } = decodeHealthCard(text);
    for (const form of [text, ` ${text}\n`, jws, toFile(jws), toFile(jws, 'x')]) {
      expect((await verify(form, setting)).verdict).toBe('valid');
    }
  });

  test('is revoked by the list of certificates, where the key is of their issuer', async () => {
    const issuer = 'did:web:mohar.example';
    const source = (state: 'revoked' | 'in-force'): StatusSource => ({
      issuer,
      checkedAt: '2026-05-31T00:00:00Z',
      lookUp: (query) => ({ state: query.certificateId === certificateId ? state : 'unknown' }),
    });
    const ours = trust.map((key) => ({ ...key, issuer }));
    const text = await cardText('vaccination');
    const revoked = await verifyHealthCard(text, { trust: ours, at, status: [source('revoked')] });
    expect([revoked.verdict, revoked.status.state]).toEqual(['revoked', 'checked']);
    expect(await fate(text, { trust: ours, at, status: [source('in-force')] })).toBe('valid');
    expect(await fate(text, { trust, at, status: [source('revoked')] })).toBe('valid');
  });

  test('is revoked by the card revocation list of its key, and by that of no other', async () => {
    const text = await cardText('vaccination');
    const list = (kid: string) =>
      openCardRevocationList(
        { kid, method: 'rid', ctr: 1, rids: [certificateId] },
        { iss, kid, checkedAt: '2026-05-31T00:00:00Z' },
      );
    expect(list(signer.keyId).issuer).toBe(cardSigner(iss, signer.keyId));
    expect(await fate(text, { ...setting, status: [list(signer.keyId)] })).toBe('revoked status.revoked');
    expect(await fate(text, { ...setting, status: [list('another')] })).toBe('valid');
  });
});

describe('the key', () => {
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = trust[0] as TrustedKey;

  test('must be trusted under its id, or handed in bare', async () => {
    const text = await cardText('vaccination');
    expect(await fate(text, { trust: [], at })).toBe('untrusted-issuer issuer.untrusted');
    expect(await fate(text, { trust: [{ issuerName: 'Bare', publicKey: publicPem }], at })).toBe('valid');
    const otherUse: TrustedKey = {
      issuerName: 'EU',
      publicKey: publicPem,
      document: { format: 'hcert', keyId: signer.keyId },
    };
    expect(await fate(text, { trust: [otherUse], at })).toBe('untrusted-issuer issuer.untrusted');
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
      type: 'spki',
      format: 'pem',
    });
    expect(await fate(text, { trust: [{ ...key, publicKey: String(rsa) }], at })).toBe(
      'untrusted-issuer issuer.other-kind-of-key',
    );
  });

  test('that the card names must have signed it', async () => {
    const forged = signerWith(stranger.privateKey, signer.keyId);
    const text = await cardText('vaccination');
    const { jws } = decodeHealthCard(text);
    const input = jws.slice(0, jws.lastIndexOf('.'));
    const signature = Buffer.from(await forged.sign(new TextEncoder().encode(input))).toString('base64url');
    expect(await fate(`${input}.${signature}`)).toBe('tampered signature.changed');
    const strangers = {
      issuerName: 'Stranger',
      publicKey: stranger.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    };
    expect(cardKeyId(strangers.publicKey)).not.toBe(signer.keyId);
    expect(await fate(`${input}.${signature}`, { trust: [], known: [strangers], at })).toBe(
      'untrusted-issuer issuer.known-not-trusted',
    );
  });

  test('must have been in force', async () => {
    const text = await cardText('vaccination');
    const before = new Date(issuedAt - 3_600_000).toISOString();
    expect(await fate(text, { trust: [{ ...key, validUntil: before }], at })).toBe(
      'untrusted-issuer issuer.key-not-in-force',
    );
    const stolen = { ...key, compromisedSince: before };
    expect(await fate(text, { trust: [stolen], at })).toBe('untrusted-issuer issuer.key-compromised');
    // Another list that has the key has not heard of it.
    for (const trust of [
      [stolen, { ...key }],
      [{ ...key }, stolen],
    ]) {
      expect(await fate(text, { trust, at })).toBe('untrusted-issuer issuer.key-compromised');
    }
  });

  test('must be of the issuer that the card names', async () => {
    const text = await signedWith((payload) => (payload.iss = 'https://else.example'));
    expect(await fate(text)).toBe('untrusted-issuer issuer.other-country');
    const moved = {
      ...key,
      document: { format: 'shc', keyId: signer.keyId, iss: 'https://else.example' },
    } as const;
    expect(await fate(text, { trust: [key, moved], at })).toBe('valid');
    expect(await fate(await cardText('test'), { trust: [moved, key], at })).toBe('valid');
  });
});

describe('dates', () => {
  const seconds = at / 1000;
  test.each([
    ['a fraction', { nbf: seconds - 100.25, exp: seconds + 0.5 }, 'valid'],
    ['the end passed', { nbf: seconds - 100, exp: seconds - 0.001 }, 'expired dates.expired'],
    ['not yet', { nbf: seconds + 3600 }, 'not-yet-valid dates.not-yet'],
    ['milliseconds', { nbf: at - 1000 }, 'not-yet-valid dates.not-yet'],
    ['end before start', { nbf: seconds, exp: seconds - 1 }, 'malformed content.other-schema /exp'],
    ['a text', { nbf: String(seconds) }, 'malformed content.other-schema /nbf'],
    ['out of reach', { nbf: -1e300 }, 'malformed content.other-schema /nbf'],
    ['null for no end', { exp: null }, 'valid'],
  ])('%s', async (_, members, expected) => {
    expect(await fate(await signedWith((payload) => Object.assign(payload, members)))).toBe(expected);
  });
});

describe('what is signed', () => {
  const bundle = '/vc/credentialSubject/fhirBundle';
  const resource = `${bundle}/entry/1/resource`;
  const patient = (of: Bundle) => of.entry[0]?.resource as Record<string, unknown>;
  const event = (of: Bundle) => of.entry[1]?.resource as Record<string, unknown>;

  const faulty: readonly [string, (payload: Payload, bundle: Bundle) => void, string][] = [
    ['iss with a slash at its end', (p) => (p.iss = `${iss}/`), '/iss'],
    ['iss by http', (p) => (p.iss = 'http://health.example/cards'), '/iss'],
    ['no health card', (p) => (p.vc.type = ['https://smarthealth.cards#covid19']), '/vc/type'],
    ['a text for the types', (p) => (p.vc.type = 'https://smarthealth.cards#health-card'), '/vc/type'],
    ['rid of another kind', (p) => (p.vc.rid = 7), '/vc/rid'],
    ['no vc', (p) => (p.vc = null as never), '/vc/type, /vc/credentialSubject/fhirVersion'],
    ['another bundle', (_, b) => (b.type = 'searchset'), bundle],
    ['no entries', (_, b) => (b.entry = {} as never), bundle],
    ['too many entries', (_, b) => (b.entry = Array(201).fill(b.entry[0])), bundle],
    ['a resource of no kind', (_, b) => delete event(b).resourceType, resource],
    ['an entry that is null', (_, b) => (b.entry[1] = null as never), resource],
    ['a vaccination that was not done', (_, b) => (event(b).status = 'not-done'), `${resource}/status`],
    ['one entered in error', (_, b) => (event(b).status = 'entered-in-error'), `${resource}/status`],
    ['no code', (_, b) => (event(b).vaccineCode = { text: 'x' }), `${resource}/vaccineCode`],
    ['no date', (_, b) => delete event(b).occurrenceDateTime, `${resource}/occurrenceDateTime`],
    [
      'no date that is one',
      (_, b) => (event(b).occurrenceDateTime = 'May'),
      `${resource}/occurrenceDateTime`,
    ],
    ['somebody else', (_, b) => (event(b).patient = { reference: 'resource:7' }), `${resource}/patient`],
    ['nobody', (_, b) => delete event(b).patient, `${resource}/patient`],
    [
      'no day of birth',
      (_, b) => (patient(b).birthDate = '1988-02-30'),
      `${bundle}/entry/0/resource/birthDate`,
    ],
  ];
  test.each(faulty)('is malformed with %s', async (_, change, members) => {
    expect(await fate(await signedWith(change))).toBe(`malformed content.other-schema ${members}`);
  });

  test('is malformed without a holder, with two, without an event', async () => {
    const noName = await signedWith((_, b) => delete patient(b).name);
    expect(await fate(noName)).toBe('malformed content.no-holder');
    const nobody = await signedWith((_, b) => b.entry.shift());
    expect(await fate(nobody)).toBe('malformed content.no-holder');
    const two = await signedWith((_, b) => b.entry.push(structuredClone(b.entry[0] as never)));
    expect(await fate(two)).toMatch(/^malformed content.other-schema/);
    const none = await signedWith((_, b) => b.entry.pop());
    expect(await fate(none)).toBe('malformed content.no-event');
    const test = await signedWith((_, b) => (event(b).status = 'preliminary'), {}, 'test');
    expect(await fate(test)).toBe(`malformed content.other-schema ${resource}/status`);
  });

  test('may be written as other issuers do', async () => {
    const text = await signedWith((_, b) => {
      Object.assign(patient(b), { id: 'p', gender: 'female', text: { div: '<div/>' } });
      patient(b).name = [{ use: 'official', family: 'Ramakrishnan', given: ['Asha', 'D.'] }];
      Object.assign(b.entry[0] as object, { fullUrl: 'https://fhir.example/Patient/p.1' });
      event(b).patient = { reference: 'Patient/p.1', display: 'Asha' };
      event(b).meta = { profile: ['x'] };
      event(b).vaccineCode = { coding: [{ system: 'urn:other', code: 'X', display: 'Some vaccine' }] };
    });
    const { verdict, checks, summary } = await verifyHealthCard(text, setting);
    expect(verdict).toBe('valid');
    expect(checks.find(({ code }) => code === 'content.unknown-codes')?.values).toEqual({
      members: 'urn:other X',
    });
    expect(summary?.holder.name).toBe('Asha D. Ramakrishnan');
    expect(summary?.vaccination?.vaccine).toBe('Some vaccine');
  });

  test('of several doses the latest is shown, of those that were strong enough', async () => {
    const text = await signedWith((_, b) => {
      const [holder, dose] = b.entry;
      const later = structuredClone(dose) as NonNullable<typeof dose>;
      Object.assign(later.resource as object, { occurrenceDateTime: '2022-01-05', lotNumber: 'LATER' });
      const weak = structuredClone(dose) as NonNullable<typeof dose>;
      Object.assign(weak.resource as object, { occurrenceDateTime: '2022-06-05', isSubpotent: true });
      b.entry = [later, dose, weak, holder] as never;
    });
    const { verdict, summary } = await verifyHealthCard(text, setting);
    expect([verdict, summary?.vaccination?.batch]).toEqual(['valid', 'LATER']);
  });
});

describe('what is no card', () => {
  test.each([
    ['nothing', ''],
    ['a text', 'hello'],
    ['digits only', 'shc:/'],
    ['an odd digit', 'shc:/567'],
    ['a stranger’s digits', 'shc:/99999999'],
    ['several codes, of which one is twice another', 'shc:/1/2/5676\nshc:/1/2/5677'],
    ['a file without cards', '{"verifiableCredential":[]}'],
    ['a file that is none', '{"verifiableCredential":[7]}'],
    ['a large text', `shc:/${'5'.repeat(200_000)}`],
  ])('%s', async (_, text) => expect((await verifyHealthCard(text, setting)).verdict).toBe('unreadable'));

  test.each([
    ['algorithm', { alg: 'none' }],
    ['another algorithm', { alg: 'HS256' }],
    ['compression', { zip: 'GZ' }],
    ['a critical extension', { crit: ['x'], x: 1 }],
    ['a key id that is no text', { kid: 7 }],
  ])('by its header: %s', async (_, header) => {
    expect(await fate(await signedWith(() => {}, header))).toBe('unreadable format.broken-layer');
  });

  test('a payload that names a member twice, is no object, or grows without end', async () => {
    expect(await fate(await signedText(`{"iss":"${iss}","iss":"${iss}"}`))).toBe(
      'unreadable format.broken-layer',
    );
    expect(await fate(await signedText('[]'))).toBe('unreadable format.broken-layer');
    expect(await fate(await signedText(`"${'x'.repeat(40_000_000)}"`))).toBe(
      'unreadable format.broken-layer',
    );
    expect(await fate(await signedText('['.repeat(200_000)))).toBe('unreadable format.broken-layer');
  });
});

describe('changes', () => {
  test('of any character of a code, none is accepted', async () => {
    const text = await cardText('vaccination');
    for (let place = 5; place < text.length; place += 1) {
      const digit = (Number(text[place]) + 1 + (place % 8)) % 10;
      const changed = text.slice(0, place) + digit + text.slice(place + 1);
      expect(['unreadable', 'tampered', 'untrusted-issuer']).toContain(
        (await verifyHealthCard(changed, setting)).verdict,
      );
    }
  });

  test('that leave out, double or exchange parts, none is accepted', async () => {
    const [text, other] = [await cardText('vaccination'), await cardText('test')];
    const [head, body, signature] = decodeHealthCard(text).jws.split('.') as [string, string, string];
    const [, otherBody, otherSignature] = decodeHealthCard(other).jws.split('.') as [string, string, string];
    for (const jws of [
      `${head}.${otherBody}.${signature}`,
      `${head}.${body}.${otherSignature}`,
      `${head}.${body}.`,
      `${head}.${body}`,
      `${head}.${body}.${signature}.${signature}`,
      `${head}.${body}.${signature}=`,
      `${head}.${body}.${signature}${signature}`,
      `${head}.${body}.${signature.slice(0, 43)}`,
    ]) {
      expect((await verifyHealthCard(jws, setting)).verdict).toMatch(/^(unreadable|tampered)$/);
    }
    // Zeros for r and s hold for no key.
    const zeros = Buffer.alloc(64).toString('base64url');
    expect((await verifyHealthCard(`${head}.${body}.${zeros}`, setting)).verdict).toBe('tampered');
    expect(keyPair.publicKey.asymmetricKeyType).toBe('ec');
  });
});
