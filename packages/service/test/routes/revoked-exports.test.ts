import { openStatusFilter } from '@mohar/credential/status/published-filter.ts';
import { openRevocationList, readRevocationList } from '@mohar/credential/status/revocation-list.ts';
import type { StatusSource } from '@mohar/credential/status/status-source.ts';
import { readTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { afterAll, describe, expect, test } from 'vitest';
import { publishFilter, publishLists } from '../../src/publishing/publish.ts';
import { runningApp } from '../running-app.ts';
import { internationalEvent } from '../sample-events.ts';

const mohar = await runningApp({ MOHAR_PUBLISH_SECONDS: '3600' });
afterAll(() => mohar.close());

const formats = ['eu-dcc', 'smart-health-card', 'who-ddcc', 'vds-nc', 'icvp'] as const;
const hour = 3_600_000;

const covid = (beneficiary: string) => {
  const event = internationalEvent(beneficiary);
  return { ...event, vaccination: { ...event.vaccination, dose: 2, totalDoses: 2 } };
};
const yellowFever = (beneficiary: string) => {
  const event = internationalEvent(beneficiary);
  const product = { name: 'Stamaril', manufacturer: 'Sanofi Pasteur', dose: 1, totalDoses: 1 };
  return { ...event, vaccination: { ...event.vaccination, ...product } };
};

/** Certifies a beneficiary, and gives the certificates out in every format: their texts by format. */
async function issuedTo(beneficiary: string) {
  const ids: string[] = [];
  for (const event of [covid(beneficiary), yellowFever(beneficiary)]) {
    const [{ certificateId }] = (await mohar.call('POST', '/divoc/api/v3/certify', [event])).json();
    ids.push(certificateId);
  }
  const texts = new Map<string, string>();
  for (const format of formats) {
    const id = format === 'icvp' ? ids[1] : ids[0];
    const url = `/certificate/api/exports?format=${format}&certificateId=${id}`;
    const answer = await mohar.callWith('GET', url, { accept: 'text/plain' });
    expect([format, answer.statusCode]).toEqual([format, 200]);
    texts.set(format, answer.payload);
  }
  return { ids, texts };
}

/** By format: the verdict of the service, and the code of its answer on the status. */
async function fates(texts: ReadonlyMap<string, string>) {
  const found: Record<string, string> = {};
  for (const [format, qr] of texts) {
    const { verdict, checks } = (
      await mohar.app.inject({ method: 'POST', url: '/verify', payload: { qr } })
    ).json();
    const status = checks.find(({ name }: { name: string }) => name === 'status');
    found[format] = `${verdict} ${status?.code}`;
  }
  return found;
}
const allAre = (fate: string) => Object.fromEntries(formats.map((format) => [format, fate]));

const get = async (name: string) => (await mohar.app.inject({ url: `/status/${name}` })).rawPayload;
const trustList = async () => (await readTrustList((await get('trust-list')).toString())).keys;

async function publishedList(): Promise<StatusSource> {
  const head = await readRevocationList((await get('revocation-list')).toString(), await trustList());
  return openRevocationList(head, await Promise.all(head.parts.map(({ href }) => get(href))));
}
const publishedFilter = async (): Promise<StatusSource> =>
  openStatusFilter(await get('filter'), await get('filter-delta'), await trustList());

describe('what left in another format is revoked with its certificate', () => {
  test('in the registry, the revocation list and the filter', async () => {
    const { ids, texts } = await issuedTo('R1');
    expect(await fates(texts)).toEqual(allAre('valid status.in-force'));
    for (const id of ids) {
      expect((await mohar.call('DELETE', `/divoc/api/v1/certificates/${id}`)).statusCode).toBe(200);
    }
    expect(await fates(texts)).toEqual(allAre('revoked status.revoked'));

    const at = Date.now() + 2 * hour;
    await publishLists(mohar.database.db, mohar.issuer, at);
    await publishFilter(mohar.database.db, mohar.issuer, at);
    const trust = mohar.documentKeys.trust;
    for (const [name, source] of [
      ['list', await publishedList()],
      ['filter', await publishedFilter()],
    ] as const) {
      const found: Record<string, string> = {};
      for (const [format, text] of texts)
        found[format] = (await verify(text, { trust, at, status: [source] })).verdict;
      expect([name, found]).toEqual([name, allAre('revoked')]);
    }
  });

  test('and superseded with it, when it is corrected', async () => {
    const { texts } = await issuedTo('R2');
    for (const event of [covid('R2'), yellowFever('R2')]) {
      const corrected = { ...event, recipient: { ...event.recipient, name: 'Right Name' } };
      const answer = await mohar.call('PUT', '/divoc/api/v3/certificate', [corrected]);
      expect(answer.json()).toMatchObject([{ status: 'corrected' }]);
    }
    expect(await fates(texts)).toEqual(allAre('revoked status.superseded'));
  });
});
