import { createHash, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifyEuDcc } from '../../../src/formats/eu-dcc/verify.ts';
import type { TrustedKey } from '../../../src/trust/trust-list.ts';
import { verify } from '../../../src/verification/verify.ts';
import { failuresOf, otherwise, type TestCase, testCases, verdictsOf } from './test-cases.ts';

const events = { 1: 'test', 2: 'vaccination', 3: 'recovery' } as const;

/** The certificate of a case as a trust list has it. */
function entryOf({ TESTCTX }: TestCase): TrustedKey {
  const certificate = new X509Certificate(Buffer.from(TESTCTX.CERTIFICATE, 'base64'));
  const usages = certificate.keyUsage ?? [];
  return {
    issuerName: 'Test',
    publicKey: certificate.publicKey.export({ type: 'spki', format: 'der' }),
    validUntil: new Date(certificate.validTo).toISOString(),
    document: {
      format: 'hcert',
      notAfter: new Date(certificate.validTo).toISOString(),
      keyId: createHash('sha256').update(certificate.raw).digest().subarray(0, 8).toString('base64'),
      ...(usages.length === 0
        ? {}
        : {
            events: usages.flatMap((oid) => {
              const last = /^1\.3\.6\.1\.4\.1\.(?:0\.)?1847\.2021\.1\.([123])$/.exec(oid)?.[1];
              return last === undefined ? [] : [events[Number(last) as 1 | 2 | 3]];
            }),
          }),
    },
  };
}

const verdictOf = (one: TestCase) =>
  verifyEuDcc(one.PREFIX, { trust: [entryOf(one)], at: Date.parse(one.TESTCTX.VALIDATIONCLOCK) });

test('every case of the EU test data gives its stated expectation', async () => {
  let asStated = 0;
  const different: unknown[] = [];
  for (const one of testCases) {
    const { verdict, checks } = await verdictOf(one);
    const wanted = failuresOf(one).flatMap((layer) => verdictsOf[layer] ?? []);
    const exception = otherwise[one.file];
    if (exception) {
      if (verdict !== exception.verdict) different.push([one.file, verdict, exception]);
    } else if (wanted.length === 0 ? verdict === 'valid' : wanted.includes(verdict)) asStated += 1;
    else different.push([one.file, wanted, verdict, checks]);
  }
  expect(different).toEqual([]);
  const explained = Object.keys(otherwise).length;
  expect([testCases.length, asStated]).toEqual([218, 218 - explained]);
  console.log(`EU test data: ${asStated} of ${testCases.length} as stated, ${explained} explained.`);
});

test('the broken layer is named', async () => {
  const layers: Record<string, string | undefined> = {};
  for (const one of testCases.filter((one) => /common.*\/(?:B1|Z1|CBO1|H3)\.json$/.test(one.file))) {
    const [first] = (await verdictOf(one)).checks;
    layers[one.file.replace(/^.*\//, '')] = first?.values?.layer ?? first?.code;
  }
  expect(layers).toEqual({
    'B1.json': 'base45',
    'CBO1.json': 'CBOR',
    'H3.json': 'format.not-a-certificate',
    'Z1.json': 'zlib',
  });
});

test('the verifier of all formats finds the same, and no other country’s key will do', async () => {
  const stranger = entryOf(testCases.find(({ file }) => file.startsWith('AT/')) as TestCase);
  for (const one of testCases) {
    if (failuresOf(one).length > 0 || otherwise[one.file] || one.file.startsWith('AT/')) continue;
    const at = Date.parse(one.TESTCTX.VALIDATIONCLOCK);
    const all = await verify(one.PREFIX, { trust: [stranger, entryOf(one)], at });
    expect([one.file, all.verdict, all.format]).toEqual([one.file, 'valid', 'eu-dcc']);
    expect(all.summary?.holder.name).toMatch(/\p{L}/u);
    const { verdict } = await verifyEuDcc(one.PREFIX, { trust: [stranger], at });
    expect([one.file, verdict]).toEqual([one.file, 'untrusted-issuer']);
  }
});
