import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBER, Integer, Sequence, Set as SetOf } from 'asn1js';
import { afterAll, describe, expect, test } from 'vitest';
import { importTrust } from '../../src/trust-import/import-trust.ts';
import { at, type MadeCertificate, makeAuthority, makeCertificate, pemOf } from './made-certificates.ts';

const directory = mkdtempSync(join(tmpdir(), 'mohar-master-list-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const read = (file: string | Buffer, signedBy?: string) =>
  importTrust('pem', [Buffer.from(file)], { at, signedBy });
const refused = { code: 'TRUST_IMPORT' };
const sealSigner = '2.23.136.1.1.14.2';

const csca = await makeAuthority('NZ', { curve: 'P-384' });
const next = await makeAuthority('NZ');
const link = await makeCertificate({ country: 'NZ', name: 'link', isAuthority: true, by: csca });

describe('a bundle of PEM blocks', () => {
  test('authorities count for seals of their country, with their certificates', async () => {
    const { keys, rejected } = await read(`A comment\n${[csca, next, link].map(pemOf).join('\n')}`);
    expect(rejected).toEqual([]);
    expect(keys).toMatchObject([
      {
        issuer: 'urn:iso:std:iso:3166:NZ',
        issuerName: 'New Zealand',
        publicKey: csca.publicPem,
        validFrom: '2026-01-01T00:00:00.000Z',
        validUntil: '2031-01-01T00:00:00.000Z',
        document: { format: 'vds-nc', certificate: csca.base64 },
      },
      { document: { certificate: next.base64 } },
      { document: { certificate: link.base64 } },
    ]);
  });

  test('signers of seals count for seals, others for health certificates: of an authority of their country, if there is one', async () => {
    const seal = await makeCertificate({ country: 'NZ', name: 'S', by: next, usages: [sealSigner] });
    const dsc = await makeCertificate({ country: 'NZ', name: 'D', by: next });
    const elsewhere = await makeAuthority('TO');
    const alone = await makeCertificate({ country: 'TO', name: 'T', by: elsewhere });
    const aloneSeal = await makeCertificate({
      country: 'TO',
      name: 'TS',
      by: elsewhere,
      usages: [sealSigner],
    });
    const { keys, rejected } = await read([next, seal, dsc, alone, aloneSeal].map(pemOf).join(''));
    expect(rejected).toEqual([]);
    expect(keys.slice(1)).toMatchObject([
      { document: { format: 'vds-nc', certificate: seal.base64 } },
      { document: { format: 'hcert', keyId: dsc.kid, country: 'NZ' } },
      { document: { format: 'hcert', keyId: alone.kid, country: 'TO' } },
      { document: { format: 'vds-nc', certificate: aloneSeal.base64 } },
    ]);
  });

  test('a signer that no authority of its country in the bundle signed is left out, of seals too', async () => {
    const by = await makeAuthority('NZ');
    const stranger = await makeCertificate({ country: 'NZ', name: 'X', by });
    const seal = await makeCertificate({ country: 'NZ', name: 'S', by, usages: [sealSigner] });
    const signsCertificates = await makeCertificate({
      country: 'NZ',
      name: 'C',
      by: next,
      usages: [sealSigner],
      keyUsage: 0x04,
    });
    const { keys, rejected } = await read([next, stranger, seal, signsCertificates].map(pemOf).join(''));
    expect(keys).toMatchObject([{ document: { certificate: next.base64 } }]);
    expect(rejected).toMatchObject([
      { what: 'certificate 2', why: expect.stringContaining('no authority') },
      { what: 'certificate 3', why: expect.stringContaining('no authority') },
      { what: 'certificate 4', why: expect.stringContaining('no digital signatures') },
    ]);
  });

  test('is not signed: where a signature is demanded, it is refused', async () => {
    await expect(read(pemOf(csca), pemOf(csca))).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('--signed-by'),
    });
  });

  test('an authority that nobody in the bundle signed, or that has ended, is left out', async () => {
    const ended = await makeAuthority('NZ', { until: '2026-06-01T00:00:00Z' });
    const { keys, rejected } = await read(pemOf(link) + pemOf(ended));
    expect(keys).toEqual([]);
    expect(rejected.map(({ why }) => why)).toEqual([
      'neither it nor another authority of the bundle signed its certificate',
      'its certificate ended on 2026-06-01',
    ]);
  });

  test.each(['', '-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----', '{"keys":[]}'])(
    '%j is none',
    async (text) => {
      await expect(read(text)).rejects.toMatchObject(refused);
    },
  );
});

const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
function hasOpenssl(): boolean {
  try {
    return openssl('version').length > 0;
  } catch {
    process.stderr.write('SKIPPED: master lists are made with openssl, which is not here\n');
    return false;
  }
}

/** A master list, signed with OpenSSL. */
async function masterListOf(
  certificates: readonly MadeCertificate[],
  signer: MadeCertificate,
): Promise<Buffer> {
  const list = new Sequence({
    value: [
      new Integer({ value: 0 }),
      new SetOf({ value: certificates.map(({ base64 }) => fromBER(Buffer.from(base64, 'base64')).result) }),
    ],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', signer.keys.privateKey)).toString(
    'base64',
  );
  writeFileSync(join(directory, 'list.der'), Buffer.from(list.toBER()));
  writeFileSync(join(directory, 'signer.pem'), pemOf(signer));
  writeFileSync(
    join(directory, 'key.pem'),
    `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
  );
  openssl(
    ...'cms -sign -binary -nodetach -in list.der -signer signer.pem -inkey key.pem -md sha256 -outform DER'.split(
      ' ',
    ),
    ...'-econtent_type 2.23.136.1.1.2 -out list.ml'.split(' '),
  );
  return readFileSync(join(directory, 'list.ml'));
}

test('lists that carry no signature are refused where one is demanded, of every kind', async () => {
  for (const kind of ['gdhcn', 'shc'] as const)
    await expect(importTrust(kind, [Buffer.from('{}')], { at, signedBy: pemOf(csca) })).rejects.toMatchObject(
      {
        ...refused,
        message: expect.stringContaining('--signed-by'),
      },
    );
});

describe.skipIf(!hasOpenssl())('a master list', () => {
  const signed = async (by = csca, usages: readonly string[] = ['2.23.136.1.1.3']) =>
    masterListOf(
      [csca, next],
      await makeCertificate({
        country: 'NZ',
        name: 'ML signer',
        by,
        ...(usages.length > 0 ? { usages } : {}),
      }),
    );

  test('its authorities count, where its signature holds', async () => {
    const { keys, rejected } = await read(await signed());
    expect(rejected).toEqual([]);
    expect(keys.map(({ document }) => document?.format === 'vds-nc' && document.certificate).sort()).toEqual(
      [csca.base64, next.base64].sort(),
    );
  });

  test('--signed-by wants a signer of that authority', async () => {
    const list = await signed();
    expect((await read(list, pemOf(csca))).keys).toHaveLength(2);
    await expect(read(list, pemOf(next))).rejects.toMatchObject(refused);
    await expect(read(list, 'no certificate')).rejects.toMatchObject(refused);
    // Signers of seals, and of passports, are signed by the same authority.
    for (const usages of [[sealSigner], []])
      await expect(read(await signed(csca, usages), pemOf(csca))).rejects.toMatchObject(refused);
  });

  test('a changed one is refused: in its certificates, its signature, its end', async () => {
    const list = await signed();
    const content = list.indexOf(Buffer.from(next.base64, 'base64').subarray(-20));
    for (const place of [content, list.length - 3]) {
      const changed = Buffer.from(list);
      changed[place] = (changed[place] ?? 0) ^ 1;
      await expect(read(changed)).rejects.toMatchObject(refused);
    }
    await expect(read(list.subarray(0, -40))).rejects.toMatchObject(refused);
    await expect(read(Buffer.from('3082000130820001', 'hex'))).rejects.toMatchObject(refused);
  });
});
