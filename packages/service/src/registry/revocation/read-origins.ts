import type { JsonObject } from '@mohar/credential/json.ts';
import { type Kysely, sql } from 'kysely';
import { unpackContent } from '../content/certificate-content.ts';
import type { EventOrigin } from '../insert-rows.ts';
import type { Tables } from '../tables.ts';

/**
 * Fills in where the events of some certificates come from that an earlier version kept without. Returns how many:
 * 0 where none is left.
 */
export async function readOrigins(
  db: Kysely<Tables>,
  originOf: (event: JsonObject) => EventOrigin,
  limit: number,
): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom('certificate')
      .select(['shard', 'certificate_id', 'content_form', 'content'])
      .where('batch', 'is', null)
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute();
    if (rows.length === 0) return 0;
    const origins = rows.map((row) =>
      originOf(unpackContent({ contentForm: row.content_form, content: row.content }).event),
    );
    await sql`
      update certificate set batch = origin.batch, facility = origin.facility, event_date = origin.event_date
      from unnest(
        ${rows.map((row) => row.shard)}::smallint[], ${rows.map((row) => row.certificate_id)}::text[],
        ${origins.map(({ batch }) => batch)}::text[], ${origins.map(({ facility }) => facility)}::text[],
        ${origins.map(({ eventDate }) => eventDate ?? null)}::date[]
      ) as origin (shard, certificate_id, batch, facility, event_date)
      where certificate.shard = origin.shard and certificate.certificate_id = origin.certificate_id`.execute(
      transaction,
    );
    return rows.length;
  });
}
