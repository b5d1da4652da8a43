import { parseCertificateId } from '@mohar/credential/credential/certificate-id.ts';
import { openCardRevocationList } from '@mohar/credential/status/card-revocation-list.ts';
import { readCardKeySet } from '@mohar/credential/trust/card-key-set.ts';
import { readTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import { afterAll, expect, test } from 'vitest';
import { createDocumentKey } from '../../src/keys/documents/new-document-key.ts';
import { retireDocumentKey } from '../../src/keys/documents/retire-document-key.ts';
import { publishLists } from '../../src/publishing/publish.ts';
import { findPublishedFile } from '../../src/registry/publication/published-files.ts';
import { recordCard } from '../../src/registry/shc-cards.ts';
import { runningApp } from '../running-app.ts';
import { vaccinationEvent } from '../sample-events.ts';

const running = await runningApp();
afterAll(() => running.close());
const { db } = running.database;
const { documentKeys } = running;
const iss = running.pack.exports?.['smart-health-card']?.iss ?? '';
const get = (url: string, headers: Record<string, string> = {}) => running.app.inject({ url, headers });

const signer = await documentKeys.signerFor('shc');
const kid = signer?.keyId ?? '';

test('the trust list names document keys with what they sign, and no earlier list would do', async () => {
  await publishLists(db, running.issuer, Date.now(), undefined, documentKeys.trust);
  const file = await findPublishedFile(db, 'trust-list');
  const { keys } = await readTrustList(file?.content.toString() ?? '', running.issuer.trust);
  const documents = keys.filter(({ document }) => document);
  expect(documents.map(({ document }) => document?.format).sort()).toEqual(['hcert', 'shc', 'vds-nc']);
  expect(documents).toEqual(expect.arrayContaining([...documentKeys.trust]));
});

test('the key set is one to its reader, for everybody and for every site', async () => {
  const answer = await get('/shc/.well-known/jwks.json', { origin: 'https://verifier.example' });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['access-control-allow-origin']).toBe('*');
  const keys = readCardKeySet(answer.json(), { iss, issuerName: 'Ministry' });
  expect(keys.map(({ document }) => document)).toEqual([{ format: 'shc', keyId: kid, iss, crlVersion: 1 }]);
  expect(answer.json().keys[0]).toMatchObject({ kid, crlVersion: 1 });
  const { etag = '' } = answer.headers as { etag?: string };
  expect((await get('/shc/.well-known/jwks.json', { 'if-none-match': etag })).statusCode).toBe(304);
});

test('revoked certificates are in the list of the key that signed their cards, and in no other', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    const answer = await running.call('POST', '/divoc/api/v1/certify', [vaccinationEvent(`card-${n}`)]);
    ids.push(answer.json()[0].certificateId);
  }
  const [revoked = '', carded = '', cardless = ''] = ids;
  const issuedAt = new Date();
  for (const id of [revoked, carded, revoked]) {
    const shard = parseCertificateId(id)?.shard ?? -1;
    await recordCard(db, { shard, certificateId: id, kid, issuedAt });
  }
  const list = async (of = kid) => (await get(`/shc/.well-known/crl/${of}.json`)).json();
  expect(await list()).toEqual({ kid, method: 'rid', ctr: 1, rids: ['no-card'] });
  for (const certificateId of [revoked, cardless]) {
    const answer = await running.call('DELETE', `/divoc/api/v1/certificates/${certificateId}?reason=error`);
    expect(answer.statusCode, answer.payload).toBe(200);
  }
  await publishLists(db, running.issuer, Date.now(), undefined, documentKeys.trust);
  expect(await list()).toEqual({ kid, method: 'rid', ctr: 2, rids: ['no-card', revoked] });
  const { keys } = (await get('/shc/.well-known/jwks.json')).json();
  expect(keys).toMatchObject([{ kid, crlVersion: 2 }]);
  const checkedAt = new Date(Date.now() + 1_000).toISOString();
  const source = openCardRevocationList(await list(), { iss, kid, checkedAt, crlVersion: 2 });
  const query = (certificateId: string) => source.lookUp({ certificateId, signedAt: issuedAt.getTime() });
  expect([await query(revoked), await query(carded)]).toMatchObject([
    { state: 'revoked' },
    { state: 'in-force' },
  ]);

  const next = await createDocumentKey(
    db,
    { use: 'shc', country: 'XX' },
    { production: false },
    new Date(Date.now()),
  );
  await documentKeys.check();
  const nextKid = (await documentKeys.signerFor('shc'))?.keyId ?? '';
  expect(await list(nextKid)).toEqual({ kid: nextKid, method: 'rid', ctr: 1, rids: ['no-card'] });
  await retireDocumentKey(db, next.id, { now: new Date(), compromisedSince: new Date() });
  await documentKeys.check();
  expect((await get(`/shc/.well-known/crl/${nextKid}.json`)).statusCode).toBe(404);
  expect((await get('/shc/.well-known/jwks.json')).json().keys).toHaveLength(1);
});

test('a key that nobody has, and what is no key, have no list', async () => {
  const strange = await get(`/shc/.well-known/crl/${'A'.repeat(43)}.json`);
  expect([strange.statusCode, strange.json().code]).toEqual([404, 'NOT_FOUND']);
  expect((await get('/shc/.well-known/crl/..%2f..%2fjwks.json')).statusCode).toBeGreaterThanOrEqual(400);
});

test('metrics tell until when document keys sign', async () => {
  const { payload } = await running.call('GET', '/metrics');
  expect(payload).toMatch(
    /mohar_document_key_expiry_timestamp_seconds\{use="hcert",key="[0-9a-f]{16}"\} \d{10}/,
  );
  expect(payload).toContain('mohar_document_keys{use="shc",state="active"} 1');
});

test('/health warns of a document key that ends soon', async () => {
  expect((await get('/health')).json()).toEqual({ status: 'UP', warnings: [] });
  running.moveClock(140 * 24 * 3_600_000);
  const { status, warnings } = (await get('/health')).json();
  expect(status).toBe('WARN');
  expect(warnings).toEqual([
    { code: 'DOCUMENT_KEY_EXPIRES', message: expect.stringContaining('no other follows it') },
  ]);
  const { payload } = await running.call('GET', '/metrics');
  expect(payload).toContain('mohar_document_key_warnings{use="hcert",code="DOCUMENT_KEY_EXPIRES"} 1');
  running.moveClock(0);
  expect((await running.call('GET', '/metrics')).payload).not.toContain('mohar_document_key_warnings{');
});
