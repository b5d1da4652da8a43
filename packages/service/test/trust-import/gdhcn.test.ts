import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importGdhcnLists } from '../../src/trust-import/gdhcn.ts';
import { at, type MadeCertificate, makeAuthority, makeCertificate } from './made-certificates.ts';

const published = (name: string) =>
  readFileSync(
    new URL(`../../../../test-vectors/who-gdhcn/v2-trustlist-${name}.did.json`, import.meta.url),
    'utf8',
  );
const whileInForce = Date.parse('2026-06-01T00:00:00Z');

test('WHO’s lists of a participant: its signer, signed by an authority of its list, x and y of 33 bytes', async () => {
  const { keys, rejected } = await importGdhcnLists(
    [published('DCC-XXA-DSC'), published('DCC-XXA-SCA')],
    whileInForce,
  );
  expect(rejected).toEqual([]);
  expect(keys).toMatchObject([
    {
      issuer: 'urn:iso:std:iso:3166:XA',
      issuerName: 'XA',
      validFrom: '2024-08-02T13:43:43.000Z',
      validUntil: '2026-08-02T13:43:43.000Z',
      document: {
        format: 'hcert',
        keyId: 'XPjhL9Znd1M=',
        events: ['test', 'vaccination', 'recovery'],
        country: 'XA',
        notAfter: '2026-08-02T13:43:43.000Z',
        domain: 'DCC',
      },
    },
  ]);
});

test('a signer that has ended, or that no listed authority of its country signed, is left out', async () => {
  const ended = await importGdhcnLists([published('DCC-XXA-DSC')], at);
  expect(ended).toMatchObject({
    keys: [],
    rejected: [{ why: expect.stringContaining('ended on 2026-08-02') }],
  });
  const alone = await importGdhcnLists([published('any-XCL-DSC')], at);
  expect(alone.keys.map(({ document }) => document)).toMatchObject([
    { keyId: 'aGgTqS0ILXs=' },
    { keyId: 'lkxZC7WEOIs=' },
  ]);
  const besideOthers = await importGdhcnLists([published('any-XCL-DSC'), published('DCC-XXA-SCA')], at);
  expect(besideOthers.keys).toEqual([]);
  expect(besideOthers.rejected).toHaveLength(2);
});

const documentOf = (...methods: object[]) =>
  JSON.stringify({ id: 'did:web:who.example', verificationMethod: methods });
const methodOf = ({ base64, kid }: MadeCertificate, keyusage: unknown, chain: readonly string[] = []) => ({
  id: `did:web:who.example:v2:trustlist:DCC:UTO:DSC#${kid}`,
  keyusage,
  publicKeyJwk: { kty: 'EC', kid, x5c: [base64, ...chain], crv: 'unknown', x: 'AA', y: 'AA' },
});

test('the trust domain as the key has it, or from its id; none where both leave it open', async () => {
  const dsc = await makeCertificate({ country: 'UT', name: 'D', by: await makeAuthority('UT') });
  const method = methodOf(dsc, 'DSC');
  const anyDomain = { ...method, id: method.id.replace(':DCC:', ':-:') };
  for (const [one, domain] of [
    [method, 'DCC'],
    [{ ...method, domain: 'PH4H' }, 'PH4H'],
    [{ ...anyDomain, domain: { code: '#IPS-PILGRIMAGE' } }, 'IPS-PILGRIMAGE'],
    [anyDomain, undefined],
    [{ ...anyDomain, domain: { code: 1 } }, undefined],
  ] as const) {
    const { keys } = await importGdhcnLists([documentOf(one)], at);
    const { domain: found, certificates } = {
      domain: undefined,
      certificates: undefined,
      ...keys[0]?.document,
    };
    // It limits nothing by itself (docs/decisions/0015-trust-domains.md).
    expect([keys.length, found, certificates]).toEqual([1, domain, undefined]);
  }
  const { keys } = await importGdhcnLists([published('any-XCL-DSC')], at);
  expect(keys.map(({ document }) => document)).toMatchObject([{ domain: 'DCC' }, { domain: 'PH4H' }]);
});

test('usage as the schema has it, as the network writes it, or from the path; other usages are no signers', async () => {
  const sca = await makeAuthority('UT');
  const dsc = await makeCertificate({ country: 'UT', name: 'DSC', by: sca });
  for (const usage of ['DSC', { code: '#DSC' }, undefined]) {
    const { keys } = await importGdhcnLists([documentOf(methodOf(dsc, usage, [sca.base64]))], at);
    expect(keys).toMatchObject([{ document: { keyId: dsc.kid } }]);
  }
  for (const usage of ['DECA', { code: '#DESC' }, 'SCA']) {
    expect(await importGdhcnLists([documentOf(methodOf(dsc, usage))], at)).toEqual({
      keys: [],
      rejected: [
        { what: expect.stringContaining(`#${dsc.kid}`), why: expect.stringMatching(/DECA|DESC|SCA/) },
      ],
    });
  }
});

test('a chain that does not hold, and a key without a certificate, are left out', async () => {
  const dsc = await makeCertificate({ country: 'UT', name: 'DSC', by: await makeAuthority('UT') });
  const other = await makeAuthority('UT');
  const bare = { id: 'did:web:x:UTO:DSC#1', keyusage: 'DSC', publicKeyJwk: { kty: 'EC' } };
  const { keys, rejected } = await importGdhcnLists(
    [documentOf(methodOf(dsc, 'DSC', [other.base64]), bare)],
    at,
  );
  expect(keys).toEqual([]);
  expect(rejected.map(({ why }) => why)).toEqual([
    'the certificate that comes with it did not sign it',
    'it is not an X.509 certificate',
  ]);
});

test('a participant speaks for its own country alone', async () => {
  const sca = await makeAuthority('DE');
  const dsc = await makeCertificate({ country: 'DE', name: 'DSC', by: sca });
  const by = (participant: string, certificate: MadeCertificate, usage: string) => ({
    ...methodOf(certificate, usage),
    id: `did:web:who.example:v2:trustlist:DCC:${participant}:${usage}#${certificate.kid}`,
  });
  const listed = (...methods: object[]) => importGdhcnLists([documentOf(...methods)], at);
  expect((await listed(by('DEU', dsc, 'DSC'), by('DEU', sca, 'SCA'))).keys).toHaveLength(1);
  for (const participant of ['UTO', 'FRA', 'XXA']) {
    const { keys, rejected } = await listed(by(participant, dsc, 'DSC'), by(participant, sca, 'SCA'));
    expect(keys).toEqual([]);
    expect(rejected[0]?.why).toBe(`its certificate is of DE, and the participant ${participant} is not`);
  }
  // Another participant's authority vouches for nobody here.
  expect((await listed(by('DEU', dsc, 'DSC'), by('UTO', sca, 'SCA'))).keys).toEqual([]);
});

test('documents that only name others, and what is no list, are refused', async () => {
  await expect(importGdhcnLists([published('ref-DCC-XXA-DSC')], at)).rejects.toThrow(/trustlist-ref/);
  for (const text of ['', '[]', 'null', '{"verificationMethod":{}}', '{"verificationMethod":[{}]}']) {
    await expect(importGdhcnLists([text], at)).rejects.toMatchObject({ code: 'TRUST_IMPORT' });
  }
});
