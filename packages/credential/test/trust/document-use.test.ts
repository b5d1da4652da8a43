import { describe, expect, test } from 'vitest';
import {
  documentTrustListType,
  type IssuerPublicKey,
  readDocumentTrustList,
  readTrustList,
  writeTrustList,
} from '../../src/trust/signed-trust-list.ts';
import { type DocumentUse, keysFor } from '../../src/trust/trust-list.ts';
import { publicPemOf, signerFor, trustFor, verificationMethod } from '../sample-issuer.ts';

const suite = 'Ed25519Signature2018';
const signer = signerFor(suite);
const trust = trustFor(suite);
const publicKey = publicPemOf('ecdsa-rdfc-2019');
const contentOf = (...keys: IssuerPublicKey[]) => ({
  publishedAt: '2026-06-01T00:00:00Z',
  nextPublicationAt: '2026-06-03T00:00:00Z',
  issuers: [{ id: 'urn:iso:std:iso:3166:DE', name: { en: 'Germany' }, keys }],
});
const keyFor = (document: DocumentUse): IssuerPublicKey => ({
  verificationMethod: 'urn:iso:std:iso:3166:DE#1',
  publicKey,
  validFrom: '2026-01-01T00:00:00Z',
  document,
});
const write = (...keys: IssuerPublicKey[]) =>
  writeTrustList(contentOf(...keys), signer, documentTrustListType);
const uses: readonly DocumentUse[] = [
  { format: 'hcert', keyId: 'AAAAAAAAAAA=' },
  {
    format: 'hcert',
    keyId: 'AAAAAAAAAAA=',
    events: ['test', 'recovery'],
    country: 'DE',
    notAfter: '2028-01-01T00:00:00Z',
    certificates: ['eu-dcc', 'icvp'],
    domain: 'DCC',
  },
  { format: 'shc', keyId: '3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s', iss: 'https://issuer.example' },
  { format: 'vds-nc', certificate: 'MIIB' },
];

describe('what documents a listed key signs', () => {
  test.each(uses)('%j is read as it was written, in either list', async (document) => {
    const expected = [{ ...keyFor(document), issuer: 'urn:iso:std:iso:3166:DE', issuerName: 'Germany' }];
    expect((await readDocumentTrustList(await write(keyFor(document)), trust)).keys).toEqual(expected);
    const listed = await writeTrustList(contentOf(keyFor(document)), signer);
    expect((await readTrustList(listed, trust)).keys).toEqual(expected);
  });

  test('a key of documents that are not known here is left out: it must not count for all', async () => {
    const future = { format: 'icao-dtc', keyId: 'x' } as unknown as DocumentUse;
    const known = keyFor({ format: 'hcert', keyId: 'AAAAAAAAAAA=' });
    const { keys } = await readDocumentTrustList(await write(keyFor(future), known), trust);
    expect(keys).toHaveLength(1);
    const events = ['vaccination', 'death'] as unknown as ['vaccination'];
    const narrowed = keyFor({ format: 'hcert', keyId: 'AAAAAAAAAAA=', events });
    const read = await readDocumentTrustList(await write(narrowed), trust);
    expect(read.keys).toMatchObject([{ document: { events: ['vaccination'] } }]);
    const certificates = ['icvp', 'passport'] as unknown as ['icvp'];
    const listed = keyFor({ format: 'hcert', keyId: 'AAAAAAAAAAA=', certificates });
    const other = await readDocumentTrustList(await write(listed), trust);
    expect(other.keys).toMatchObject([{ document: { certificates: ['icvp'] } }]);
  });

  test.each([
    null,
    'hcert',
    {},
    { format: 'hcert' },
    { format: 'hcert', keyId: 1 },
    { format: 'hcert', keyId: 'x', events: 'test' },
    { format: 'hcert', keyId: 'x', notAfter: 'the end' },
    { format: 'hcert', keyId: 'x', certificates: 'icvp' },
    { format: 'hcert', keyId: 'x', domain: 1 },
    { format: 'shc', keyId: 'x' },
    { format: 'vds-nc' },
  ])('%j is malformed', async (document) => {
    const list = await write(keyFor(document as unknown as DocumentUse));
    await expect(readDocumentTrustList(list, trust)).rejects.toMatchObject({ code: 'MALFORMED_LIST' });
  });

  test('a key of documents makes no proof of a credential and signs no list', async () => {
    const [key] = trustFor(suite);
    const documentKey = {
      ...key,
      publicKey: publicPemOf(suite),
      issuerName: 'x',
      document: uses[0] as DocumentUse,
    };
    expect(await keysFor([documentKey], verificationMethod)).toEqual([]);
    expect(await keysFor(trust, verificationMethod)).toHaveLength(1);
    await expect(readDocumentTrustList(await write(), [documentKey])).rejects.toMatchObject({
      code: 'UNTRUSTED_LIST',
    });
  });
});

test('neither list stands in for the other', async () => {
  const malformed = { code: 'MALFORMED_LIST' };
  await expect(readTrustList(await write(), trust)).rejects.toMatchObject(malformed);
  const main = await writeTrustList(contentOf(), signer);
  await expect(readDocumentTrustList(main, trust)).rejects.toMatchObject(malformed);
});
