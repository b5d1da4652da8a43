import { openStatusFilter } from '@mohar/credential/status/published-filter.ts';
import { readTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishFilter, publishLists } from '../../src/publishing/publish.ts';
import { type RunningApp, runningApp } from '../running-app.ts';
import { internationalEvent } from '../sample-events.ts';

const formats = ['eu-dcc', 'smart-health-card', 'who-ddcc', 'vds-nc'] as const;
const minute = 60_000;
const base = Date.now();

let mohar: RunningApp;
beforeAll(async () => {
  // Nothing is published but what the test publishes.
  mohar = await runningApp({ MOHAR_PUBLISH_SECONDS: '3600' });
});
afterAll(() => mohar?.close());

const fetched = async (name: string) => (await mohar.app.inject({ url: `/status/${name}` })).rawPayload;

/** What a device without a network says of a text, with all that was published for it. */
async function offline(text: string, at: number) {
  const trust = (await readTrustList((await fetched('trust-list')).toString())).keys;
  const source = await openStatusFilter(await fetched('filter'), await fetched('filter-delta'), trust);
  const { verdict, status } = await verify(text, { trust: mohar.documentKeys.trust, at, status: [source] });
  return [verdict, status.state];
}

it.each([1, 9, 12])(
  'an old certificate that was given out, and then revoked %i minutes before a filter, is revoked offline',
  async (minutes) => {
    const event = { ...internationalEvent(`F${minutes}`) };
    event.vaccination = { ...event.vaccination, dose: 2, totalDoses: 2 };
    const [{ certificateId }] = (await mohar.call('POST', '/divoc/api/v3/certify', [event])).json();
    await sql`update certificate set issued_at = now() - interval '30 days'
      where certificate_id = ${certificateId}`.execute(mohar.database.db);
    const texts = await Promise.all(
      formats.map(async (format) => {
        const path = `/certificate/api/exports?format=${format}&certificateId=${certificateId}`;
        return (await mohar.callWith('GET', path, { accept: 'text/plain' })).payload;
      }),
    );
    await mohar.call('DELETE', `/divoc/api/v1/certificates/${certificateId}`);
    const at = base + minutes * minute + 1_000;
    await publishLists(mohar.database.db, mohar.issuer, at);
    await publishFilter(mohar.database.db, mohar.issuer, at);
    for (const text of texts) expect(await offline(text, at)).toEqual(['revoked', 'checked']);
  },
);
