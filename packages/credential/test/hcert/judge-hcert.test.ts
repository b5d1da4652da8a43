import { deflateSync } from 'node:zlib';
import { encode as toBase45 } from 'base45';
import { encode as toCbor } from 'cbor2';
import { describe, expect, test } from 'vitest';
import type { DocumentUse, TrustedKey } from '../../src/trust/trust-list.ts';
import { verify } from '../../src/verification/verify.ts';
import { at, newHcertSigner } from '../formats/hcert-signer.ts';

const { signer, trusted } = newHcertSigner();
const issuedAt = Date.parse('2026-05-01T10:20:30Z') / 1000;
const seconds = (moment: string) => Date.parse(moment) / 1000;

const icvp = {
  n: 'Asha',
  dob: '1988-03-14',
  v: { tg: '1D47', vp: 'XM0N24', dt: '2026-02-04', bo: 'W2C721V', is: 'Ministry of Health' },
};
const ddcc = {
  name: 'Asha',
  vaccine: { system: 'http://id.who.int/icd11/mms', code: 'XM0GQ8' },
  date: '2026-02-04',
};
const euDcc = {
  ver: '1.3.0',
  nam: { fn: 'Asha', fnt: 'ASHA' },
  dob: '1988-03-14',
  v: [
    {
      ...{ tg: '840539006', vp: '1119349007', mp: 'EU/1/20/1528', ma: 'ORG-100030215', dn: 2, sd: 2 },
      ...{ dt: '2026-02-04', co: 'LK', is: 'Ministry of Health', ci: 'URN:UVCI:01:LK:ABC#R' },
    },
  ],
};
const contents = { 'eu-dcc': [1, euDcc], 'who-ddcc': [3, ddcc], icvp: [-6, icvp] } as const;
type Format = keyof typeof contents;

/** An HCERT with any claims, by other libraries than this package's. */
async function hcert(claims: readonly (readonly [number, unknown])[], format: Format = 'icvp') {
  const [subclaim, content] = contents[format];
  const header = toCbor(
    new Map<number, unknown>([
      [1, -7],
      [4, new Uint8Array(Buffer.from(signer.keyId, 'base64'))],
    ]),
  );
  const payload = toCbor(new Map<number, unknown>([...claims, [-260, new Map([[subclaim, content]])]]));
  const signature = await signer.sign(toCbor(['Signature1', header, new Uint8Array(), payload]));
  const cose = toCbor([header, new Map(), payload, Uint8Array.from(signature)]);
  return `HC1:${toBase45(deflateSync(cose))}`;
}

type HcertUse = Partial<Extract<DocumentUse, { format: 'hcert' }>>;

async function answerTo(text: string, trust: readonly TrustedKey[], moment: number | string = at) {
  const time = typeof moment === 'string' ? Date.parse(moment) : moment;
  const { verdict, checks } = await verify(text, { trust, at: time });
  const decisive = checks.find(({ outcome }) => outcome === 'failed');
  return [verdict, decisive?.code ?? checks.findLast(({ name }) => name === 'dates')?.code];
}

const formats = Object.keys(contents) as Format[];

describe.each(formats)('%s', (format) => {
  const answer = async (expiresAt: string | undefined, use: HcertUse, moment: string) =>
    answerTo(
      await hcert(
        [[1, 'LK'], ...(expiresAt === undefined ? [] : ([[4, seconds(expiresAt)]] as const)), [6, issuedAt]],
        format,
      ),
      [trusted(use)],
      moment,
    );
  const notAfter = '2026-08-01T00:00:00Z';
  const valid = ['valid', 'dates.in-force'];
  const expired = ['expired', 'dates.expired'];

  test('ends with its signer’s certificate, where its claim ends later', async () => {
    expect(await answer('2028-05-01T00:00:00Z', { notAfter }, '2026-08-01T00:00:00Z')).toEqual(valid);
    expect(await answer('2028-05-01T00:00:00Z', { notAfter }, '2026-08-01T00:00:01Z')).toEqual(expired);
    expect(await answer('2028-05-01T00:00:00Z', {}, '2026-08-01T00:00:01Z')).toEqual(valid);
  });

  test('ends by its claim, where that is earlier', async () => {
    expect(await answer('2026-07-01T00:00:00Z', { notAfter }, '2026-07-01T00:00:00Z')).toEqual(valid);
    expect(await answer('2026-07-01T00:00:00Z', { notAfter }, '2026-07-01T00:00:01Z')).toEqual(expired);
  });

  test('without a claim it ends with its signer’s certificate; that it has no end is said where that is unknown', async () => {
    expect(await answer(undefined, { notAfter }, '2026-08-01T00:00:00Z')).toEqual(valid);
    expect(await answer(undefined, { notAfter }, '2026-08-01T00:00:01Z')).toEqual(expired);
    expect(await answer(undefined, {}, '2036-08-01T00:00:00Z')).toEqual(['valid', 'dates.no-end']);
  });

  test('counts where its signer’s key is for this kind', async () => {
    const text = await hcert(
      [
        [1, 'LK'],
        [6, issuedAt],
      ],
      format,
    );
    const others = formats.filter((one) => one !== format);
    const otherUse = ['malformed', 'issuer.other-use-of-key'];
    expect(await answerTo(text, [trusted({ certificates: [format] })])).toEqual(['valid', 'dates.no-end']);
    expect(await answerTo(text, [trusted({ certificates: others })])).toEqual(otherUse);
    expect(await answerTo(text, [trusted({ certificates: [] })])).toEqual(otherUse);
    // A trust domain by itself says nothing of it.
    expect(await answerTo(text, [trusted({ domain: 'PH4H' })])).toEqual(['valid', 'dates.no-end']);
    // A key that is in two lists may sign what either of them says.
    const twice = [trusted({ certificates: others }), trusted({ certificates: [format] })];
    expect(await answerTo(text, twice)).toEqual(['valid', 'dates.no-end']);
  });
});

describe('the issuing country', () => {
  test.each([
    ['DE', 'DE'],
    ['de', 'DE'],
    ['DEU', 'DE'],
    ['D', 'DE'],
    ['Germany', 'DE'],
    ['GRC', 'EL'],
    ['EL', 'GR'],
    ['GBN', 'UK'],
    ['CNAM', 'FR'],
    ['Ministry of Health', 'FR'],
    ['XCL', 'XL'],
    ['XXA', 'XA'],
  ])('%s: with a key of %s it counts', async (issuer, country) => {
    const text = await hcert([
      [1, issuer],
      [6, issuedAt],
    ]);
    expect(await answerTo(text, [trusted({ country })])).toEqual(['valid', 'dates.no-end']);
  });

  test.each([
    ['DE', 'FR'],
    ['DEU', 'FR'],
    ['deu', 'FR'],
    ['D', 'FR'],
    ['Germany', 'FR'],
    [' GERMANY ', 'FR'],
    ['GBN', 'FR'],
    ['DE', 'XA'],
    ['XA', 'DE'],
  ])('%s: with a key of %s it does not', async (issuer, country) => {
    const text = await hcert([
      [1, issuer],
      [6, issuedAt],
    ]);
    expect(await answerTo(text, [trusted({ country })])).toEqual([
      'untrusted-issuer',
      'issuer.other-country',
    ]);
  });
});
