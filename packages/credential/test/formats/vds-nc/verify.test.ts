import { describe, expect, test } from 'vitest';
import { buildVdsNcTest } from '../../../src/formats/vds-nc/build-test.ts';
import { buildVdsNcVaccination } from '../../../src/formats/vds-nc/build-vaccination.ts';
import { encodeVdsNc } from '../../../src/formats/vds-nc/encode.ts';
import type { VdsNcContent } from '../../../src/formats/vds-nc/message.ts';
import { verifyVdsNc } from '../../../src/formats/vds-nc/verify.ts';
import type { StatusQuery, StatusSource } from '../../../src/status/status-source.ts';
import type { TrustedKey } from '../../../src/trust/trust-list.ts';
import type { VerificationSetting } from '../../../src/verification/setting.ts';
import { authorityKinds, createAuthority, extensions, nameOf } from '../../x509/certificate-authority.ts';
import { at, certificateId, testOptions, testRecord, vaccinationRecord } from './sample-records.ts';
import { createSealSigner, sealEntry, sealUsage } from './signers.ts';

const authority = createAuthority();
const signer = createSealSigner(authority);
const vaccination = buildVdsNcVaccination(vaccinationRecord());
const tested = buildVdsNcTest(testRecord(), testOptions);
const text = await encodeVdsNc(vaccination, signer);
const trust = [sealEntry(authority.der)];
const bare = (publicKey: TrustedKey['publicKey'], more: Partial<TrustedKey> = {}): TrustedKey => ({
  issuerName: 'Given key',
  publicKey,
  ...more,
});

/** The verdict, and the code of the check that decided. */
async function judged(code: string, setting: Partial<VerificationSetting> = {}) {
  const { verdict, checks } = await verifyVdsNc(code, { trust, at, ...setting });
  return [verdict, checks.find(({ outcome }) => outcome === 'failed')?.code];
}

describe('a seal of ours', () => {
  test('is valid under its authority, and shows what it says', async () => {
    expect(await verifyVdsNc(text, { trust, at })).toEqual({
      verdict: 'valid',
      format: 'vds-nc',
      issuerName: 'Ministry of Health',
      status: { state: 'not-checked' },
      content: vaccination,
      checks: [
        'format.read',
        'issuer.trusted',
        'signature.holds',
        'dates.in-force',
        'status.not-checked',
      ].map((code) => expect.objectContaining({ code })),
      summary: {
        kind: 'vaccination',
        certificateId,
        holder: { name: 'IBRAHIM FERNANDO', sex: 'M' },
        vaccination: {
          disease: 'COVID-19',
          vaccine: 'Comirnaty',
          prophylaxis: 'COVID-19 vaccine, RNA based',
          batch: 'FD7206',
          date: '2022-01-20',
          dose: 3,
        },
        facility: 'Lady Ridgeway',
      },
    });
  });

  test('of a test shows what it says', async () => {
    const { verdict, summary } = await verifyVdsNc(await encodeVdsNc(tested, signer), { trust, at });
    expect(verdict).toBe('valid');
    expect(summary).toEqual({
      kind: 'test',
      certificateId,
      issuedAt: '2022-02-01T15:05:00Z',
      holder: { name: 'KUMAR  RAMESH', birthDate: '1994-11-30', birthYear: '1994' },
      test: {
        testType: 'molecular(PCR)',
        result: 'negative',
        sampledAt: '2022-02-01T06:30:00Z',
        resultAt: '2022-02-01T15:05:00Z',
      },
      facility: 'District Laboratory',
    });
  });

  test.each(authorityKinds)('is valid under an authority that signs with %s', async (kind) => {
    const one = createAuthority(kind);
    const code = await encodeVdsNc(vaccination, createSealSigner(one));
    expect(await judged(code, { trust: [sealEntry(one.der)] })).toEqual(['valid', undefined]);
    expect(await judged(code)).toEqual(['untrusted-issuer', 'issuer.untrusted']);
  });

  test.each([
    ['its signer’s certificate', sealEntry(signer.certificate)],
    ['its signer’s key', bare(signer.publicPem)],
    ['its authority’s key', bare(authority.spki)],
    [
      'another certificate of its signer’s key',
      sealEntry(createSealSigner(authority, { spki: signer.spki }).certificate),
    ],
  ])('is valid where the verifier trusts %s', async (_, entry) => {
    expect(await judged(text, { trust: [entry] })).toEqual(['valid', undefined]);
  });

  test.each<[string, TrustedKey]>([
    ['nobody it knows', sealEntry(createAuthority('P-256', 'IN').der)],
    [
      'the key for other documents only',
      bare(signer.publicPem, { document: { format: 'hcert', keyId: 'x' } }),
    ],
    ['an entry that cannot be read', sealEntry(Buffer.from('nonsense'))],
    ['a key that cannot be read', bare('nonsense')],
    ['a signer’s certificate that is no authority’s', sealEntry(createSealSigner(authority).certificate)],
  ])('is untrusted where the verifier trusts %s', async (_, entry) => {
    expect(await judged(text, { trust: [entry] })).toEqual(['untrusted-issuer', 'issuer.untrusted']);
  });

  test('of somebody who is known is told from one of a stranger, and from a forgery', async () => {
    expect(await judged(text, { trust: [], known: trust })).toEqual([
      'untrusted-issuer',
      'issuer.known-not-trusted',
    ]);
    // Another key under the same name and key id.
    const { key, name, kind } = createAuthority();
    const forged = await encodeVdsNc(
      vaccination,
      createSealSigner({ ...authority, key, name: authority.name, kind }),
    );
    expect(name).toEqual(authority.name);
    expect(await judged(forged)).toEqual(['tampered', 'signature.changed']);
  });

  test('is tampered where its data is another’s', async () => {
    for (const [from, to] of [
      ['FERNANDO', 'FERNANDA'],
      ['"seq":3', '"seq":4'],
      ['"v":1', '"v":1,"x":1'],
      ['2022-01-20', '2022-01-21'],
    ] as const) {
      expect(text).toContain(from);
      expect(await judged(text.replace(from, to))).toEqual(['tampered', 'signature.changed']);
    }
    const other = createSealSigner(authority);
    const swapped = JSON.parse(text);
    swapped.sig.cer = other.certificate.toString('base64url');
    expect(await judged(JSON.stringify(swapped))).toEqual(['tampered', 'signature.changed']);
  });

  test('reads the same however it is written', async () => {
    const { data, sig } = JSON.parse(text);
    const unpadded = (base64: string) => base64.replace(/=+$/, '');
    const written = JSON.stringify(
      { sig: { ...sig, cer: unpadded(sig.cer), sigvl: unpadded(sig.sigvl) }, data },
      null,
      2,
    );
    expect(await judged(written)).toEqual(['valid', undefined]);
  });
});

describe('what is no seal', () => {
  const { data, sig } = JSON.parse(text);
  test.each<[string, unknown, string]>([
    ['no JSON', undefined, 'JSON'],
    ['a list', [], 'JSON'],
    ['no signature', { data }, 'JSON'],
    ['more beside the two members', { data, sig, more: 1 }, 'JSON'],
    ['data that is no object', { data: 'x', sig }, 'JSON'],
    ['half of a surrogate pair', { data: { ...data, x: '\ud800' }, sig }, 'JSON'],
    ['another algorithm', { data, sig: { ...sig, alg: 'none' } }, 'signature'],
    [
      'an algorithm named like a member of every object',
      { data, sig: { ...sig, alg: 'toString' } },
      'signature',
    ],
    ['more in the signature', { data, sig: { ...sig, more: 1 } }, 'signature'],
    ['a signature that is no base64url', { data, sig: { ...sig, sigvl: '+/' } }, 'signature'],
    ['a certificate that is none', { data, sig: { ...sig, cer: sig.sigvl } }, 'certificate'],
    ['no certificate', { data, sig: { ...sig, cer: 5 } }, 'certificate'],
  ])('is unreadable: %s', async (_, document, layer) => {
    const { verdict, checks } = await verifyVdsNc(
      document === undefined ? '{"data":' : JSON.stringify(document),
      {
        trust,
        at,
      },
    );
    expect(verdict).toBe('unreadable');
    expect(checks).toEqual([expect.objectContaining({ code: 'format.broken-layer', values: { layer } })]);
  });

  test('is unreadable where a member stands twice, or where it is deep or long beyond measure', async () => {
    const twice = text.replace('"seq":3', '"seq":3,"seq":3');
    const deep = text.replace('"seq":3', `"seq":${'['.repeat(5000)}${']'.repeat(5000)}`);
    const wide = text.replace('"seq":3', `"seq":[${'0,'.repeat(50_000)}0]`);
    for (const code of [twice, deep, wide, '[[[['.repeat(100_000)]) {
      expect(await judged(code)).toEqual(['unreadable', 'format.broken-layer']);
    }
  });
});

describe('what a signer may not sign', () => {
  const profile = {
    usage: extensions.extendedKeyUsage(sealUsage),
    types: extensions.documentTypes('NV', 'NT'),
  };
  const under = (...list: Buffer[]) => createSealSigner(authority, { extensions: list });

  test.each<[string, ReturnType<typeof under>, 'valid' | 'malformed']>([
    ['both, as ICAO wants it', under(profile.usage, profile.types), 'valid'],
    ['no extended key usage', under(profile.types), 'malformed'],
    [
      'another extended key usage',
      under(extensions.extendedKeyUsage('1.3.6.1.4.1.1847.2021.1.2'), profile.types),
      'malformed',
    ],
    ['no document types', under(profile.usage), 'malformed'],
    ['tests only', under(profile.usage, extensions.documentTypes('NT')), 'malformed'],
    ['vaccinations only', under(profile.usage, extensions.documentTypes('NV')), 'valid'],
    [
      'a key that signs certificates only',
      under(profile.usage, profile.types, extensions.keyUsage(0x04)),
      'malformed',
    ],
    [
      'a critical extension that nobody knows',
      under(profile.usage, profile.types, extensions.unknownCritical()),
      'malformed',
    ],
  ])('under an authority: %s', async (_, one, verdict) => {
    const code = await encodeVdsNc(vaccination, one);
    const expected = verdict === 'valid' ? undefined : 'issuer.other-use-of-key';
    expect(await judged(code)).toEqual([verdict, expected]);
    // Nor does it help to trust the authority's key alone.
    expect(await judged(code, { trust: [bare(authority.spki)] })).toEqual([verdict, expected]);
  });

  test('a signer that is trusted itself need not say what for, but must not say otherwise', async () => {
    const verdictOf = async (one: ReturnType<typeof under>, content: VdsNcContent = vaccination) =>
      (await judged(await encodeVdsNc(content, one), { trust: [sealEntry(one.certificate)] }))[0];
    expect(await verdictOf(under())).toBe('valid');
    expect(await verdictOf(under(extensions.documentTypes('NV')))).toBe('valid');
    expect(await verdictOf(under(extensions.documentTypes('NV')), tested)).toBe('malformed');
    expect(await verdictOf(under(extensions.extendedKeyUsage('1.2.3')))).toBe('malformed');
  });

  test('an authority does not sign seals with its own key, and a signer no certificates', async () => {
    const sealing = { ...signer, certificate: authority.der };
    expect((await judged(await encodeVdsNc(vaccination, sealing)))[0]).not.toBe('valid');
    const plain = createAuthority('P-256', 'LK', { extensions: [] });
    const code = await encodeVdsNc(vaccination, createSealSigner(plain));
    expect(await judged(code, { trust: [sealEntry(plain.der)] })).toEqual([
      'untrusted-issuer',
      'issuer.untrusted',
    ]);
  });
});

describe('what is signed, and is no certificate', () => {
  const changed = (change: (content: typeof vaccination & typeof tested) => void, of: VdsNcContent) => {
    const content = structuredClone(of) as typeof vaccination & typeof tested;
    change(content);
    return encodeVdsNc(content, signer);
  };
  type Mutable = { [member: string]: never } & Record<string, unknown>;
  const drop = (object: unknown, member: string) => delete (object as Mutable)[member];

  test.each<[string, Promise<string>]>([
    ['hdr.t', changed(({ hdr }) => Object.assign(hdr, { t: 'icao.visa' }), vaccination)],
    ['hdr.v', changed(({ hdr }) => Object.assign(hdr, { v: 2 }), vaccination)],
    ['hdr.is', changed(({ hdr }) => drop(hdr, 'is'), vaccination)],
    ['msg.uvci', changed(({ msg }) => drop(msg, 'uvci'), vaccination)],
    ['msg.pid.n', changed(({ msg }) => Object.assign(msg.pid, { n: ' ' }), vaccination)],
    ['msg.pid.dob', changed(({ msg }) => drop(msg.pid, 'i'), vaccination)],
    ['msg.ve', changed(({ msg }) => Object.assign(msg, { ve: [] }), vaccination)],
    ['msg.ve[0].des', changed(({ msg }) => drop(msg.ve[0], 'des'), vaccination)],
    [
      'msg.ve[0].vd[0].dvc',
      changed(({ msg }) => Object.assign(msg.ve[0]?.vd[0] ?? {}, { dvc: '2022-02-30' }), vaccination),
    ],
    [
      'msg.ve[0].vd[0].seq',
      changed(({ msg }) => Object.assign(msg.ve[0]?.vd[0] ?? {}, { seq: 0 }), vaccination),
    ],
    ['msg.ve[0].vd[0].lot', changed(({ msg }) => drop(msg.ve[0]?.vd[0], 'lot'), vaccination)],
    ['msg.utci', changed(({ msg }) => drop(msg, 'utci'), tested)],
    ['msg.pid.dn', changed(({ msg }) => drop(msg.pid, 'dn'), tested)],
    ['msg.dat.sc', changed(({ msg }) => Object.assign(msg.dat, { sc: '2022-02-01' }), tested)],
    ['msg.tr.r', changed(({ msg }) => drop(msg.tr, 'r'), tested)],
  ])('is malformed: %s', async (member, code) => {
    const { verdict, checks, summary, content } = await verifyVdsNc(await code, { trust, at });
    expect(verdict).toBe('malformed');
    expect(checks.at(-1)).toMatchObject({ code: 'content.other-schema', values: { members: member } });
    expect(summary).toBeDefined();
    expect(content).toBeDefined();
  });

  test('codes that no list has are named, and members that nobody knows stay', async () => {
    const code = changed(({ msg }) => {
      Object.assign(msg.tr, { tc: 'dipstick', x: 'unknown' });
    }, tested);
    const { verdict, checks, content } = await verifyVdsNc(await code, { trust, at });
    expect(verdict).toBe('valid');
    expect(checks).toContainEqual(
      expect.objectContaining({ code: 'content.unknown-codes', values: { members: 'msg.tr.tc' } }),
    );
    expect(content).toMatchObject({ msg: { tr: { x: 'unknown' } } });
  });
});

describe('when a seal counts', () => {
  const on = (day: string) => ({ at: Date.parse(`${day}T00:00:00Z`) });

  test('as long as its signer’s certificate', async () => {
    expect(await judged(text, on('2029-12-31'))).toEqual(['valid', undefined]);
    expect(await judged(text, on('2030-01-02'))).toEqual(['expired', 'dates.expired']);
    expect(await judged(text, on('2020-06-01'))).toEqual(['not-yet-valid', 'dates.not-yet']);
    // Trust lists say the same of a signer; it is the seal that is over.
    const window = { validFrom: '2021-01-01T00:00:00Z', validUntil: '2030-01-01T00:00:00Z' };
    const listed = { trust: [sealEntry(signer.certificate, window)] };
    expect(await judged(text, { ...listed, ...on('2031-01-02') })).toEqual(['expired', 'dates.expired']);
    expect(await judged(text, { ...listed, ...on('2020-06-01') })).toEqual([
      'not-yet-valid',
      'dates.not-yet',
    ]);
  });

  test('not before what it tells of', async () => {
    expect(await judged(text, on('2022-01-20'))).toEqual(['valid', undefined]);
    expect(await judged(text, on('2022-01-18'))).toEqual(['not-yet-valid', 'dates.not-yet']);
  });

  test('not beyond its authority’s certificate', async () => {
    const brief = createAuthority('P-256', 'LK', {});
    const certificate = createAuthority('P-256', 'LK', {
      spki: brief.spki,
      notAfter: '2025-01-01',
      extensions: [extensions.authority(), extensions.subjectKeyId(brief.keyId)],
    }).der;
    const code = await encodeVdsNc(vaccination, createSealSigner(brief));
    expect(await judged(code, { trust: [sealEntry(certificate)] })).toEqual([
      'untrusted-issuer',
      'issuer.key-not-in-force',
    ]);
  });

  test('within the times of the trust list, and never once the key was in other hands', async () => {
    const under = (more: Partial<TrustedKey>) =>
      judged(text, { trust: [sealEntry(signer.certificate, more)] });
    const notInForce = ['untrusted-issuer', 'issuer.key-not-in-force'];
    const compromised = ['untrusted-issuer', 'issuer.key-compromised'];
    expect(await under({ validFrom: '2022-01-01T00:00:00Z', validUntil: '2030-01-01T00:00:00Z' })).toEqual([
      'valid',
      undefined,
    ]);
    expect(await under({ validUntil: '2026-05-01T00:00:00Z' })).toEqual(notInForce);
    expect(await under({ validFrom: '2026-07-01T00:00:00Z' })).toEqual(notInForce);
    expect(await under({ compromisedSince: '2026-05-01T00:00:00Z' })).toEqual(compromised);
    expect(await under({ compromisedSince: '2027-05-01T00:00:00Z' })).toEqual(compromised);
    // Its authority still counts, and does not bring it back.
    const both = [...trust, sealEntry(signer.certificate, { compromisedSince: '2026-05-01T00:00:00Z' })];
    expect(await judged(text, { trust: both })).toEqual(compromised);
    // One entry that has ended does not end the other.
    const ended = [sealEntry(signer.certificate, { validUntil: '2026-05-01T00:00:00Z' }), ...trust];
    expect(await judged(text, { trust: ended })).toEqual(['valid', undefined]);
  });
});

describe('revocation', () => {
  const source = (state: 'revoked' | 'in-force', asked: StatusQuery[] = []): StatusSource => ({
    issuer: 'did:example:health',
    checkedAt: '2026-05-31T00:00:00Z',
    lookUp: (query) => {
      asked.push(query);
      return state === 'revoked' ? { state, reason: 'error', revokedAt: '2026-05-02T00:00:00Z' } : { state };
    },
  });

  test('is looked up by the whole certificate id, and when that was issued', async () => {
    for (const content of [vaccination, tested]) {
      const asked: StatusQuery[] = [];
      const code = await encodeVdsNc(content, signer);
      const found = await verifyVdsNc(code, { trust, at, status: [source('in-force', asked)] });
      expect(found).toMatchObject({ verdict: 'valid', status: { state: 'checked' } });
      expect(asked).toEqual([{ certificateId, signedAt: Date.parse('2026-05-01T10:20:31Z') }]);
    }
  });

  test.each([
    ['QXTV3', { certificateId }],
    ['QXTV3ZZZZZZZ', { certificateId, signedAt: 78_364_164_095_000 }],
    ['QXTV3ZZZZZZZZ', { certificateId: 'ZW7QD48VXF7X' }],
    ['QXTV40TECSQ7', { certificateId: 'ZW7QD48VXF7X' }],
  ])('with %s behind it', async (ai, query) => {
    const asked: StatusQuery[] = [];
    const content = structuredClone(vaccination);
    Object.assign(content.msg.pid, { ai });
    await verifyVdsNc(await encodeVdsNc(content, signer), { trust, at, status: [source('in-force', asked)] });
    expect(asked).toEqual([query]);
  });

  test('of a stranger’s seal is looked up by its unique identifier', async () => {
    const asked: StatusQuery[] = [];
    const content = structuredClone(vaccination);
    Object.assign(content.msg.pid, { ai: 'L4567890Z' });
    await verifyVdsNc(await encodeVdsNc(content, signer), { trust, at, status: [source('in-force', asked)] });
    expect(asked).toEqual([{ certificateId: 'ZW7QD48VXF7X' }]);
  });

  test('weighs more than an end', async () => {
    const setting = { trust, at: Date.parse('2031-01-01'), status: [source('revoked')] };
    expect(await verifyVdsNc(text, setting)).toMatchObject({
      verdict: 'revoked',
      revocation: { reason: 'error' },
      status: { state: 'checked' },
    });
  });
});

describe('a seal names the country of its signer', () => {
  const sealOf = (is: string, signedBy = signer) =>
    encodeVdsNc({ ...vaccination, hdr: { ...vaccination.hdr, is } }, signedBy);
  const subjectOf = (country: string, by = authority) =>
    createSealSigner(by, { subject: nameOf(country, '01') });
  const other = ['untrusted-issuer', 'issuer.other-country'];

  test.each(['LKA'])('%s, by a signer of LK, is valid', async (is) => {
    expect(await judged(await sealOf(is))).toEqual(['valid', undefined]);
  });

  test.each(['UTO', 'IND', 'D', 'IN', 'GBN', 'XXA', 'EUE'])('%s, by a signer of LK, is not', async (is) => {
    const text = await sealOf(is);
    expect(await judged(text)).toEqual(other);
    expect(await judged(text, { trust: [sealEntry(signer.certificate)] })).toEqual(other);
    expect(await judged(text, { trust: [bare(authority.spki)] })).toEqual(other);
    // Of a bare key nobody has said whose it is.
    expect(await judged(text, { trust: [bare(signer.publicPem)] })).toEqual(['valid', undefined]);
  });

  test.each([
    ['D', 'DE'],
    ['DEU', 'DE'],
    ['GBN', 'GB'],
    ['UTO', 'UT'],
    ['XXA', 'XA'],
    ['EUE', 'EU'],
    ['XOM', 'XO'],
  ])('%s, by a signer of %s, is valid', async (is, country) => {
    const own = createAuthority('P-256', country);
    const code = await sealOf(is, subjectOf(country, own));
    expect(await judged(code, { trust: [sealEntry(own.der)] })).toEqual(['valid', undefined]);
  });

  test('and that of its authority', async () => {
    const code = await sealOf('IND', subjectOf('IN'));
    expect(await judged(code)).toEqual(other);
    expect(await judged(code, { trust: [bare(authority.spki)] })).toEqual(other);
    // Whoever trusts the signer itself has judged whose it is.
    const stranger = subjectOf('IN');
    const itself = [sealEntry(stranger.certificate)];
    expect(await judged(await sealOf('IND', stranger), { trust: itself })).toEqual(['valid', undefined]);
  });
});
