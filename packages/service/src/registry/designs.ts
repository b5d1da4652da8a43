import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** A design that pages were printed with, since when. */
export interface DesignUse {
  readonly digest: string;
  /** What templates could ask for then. */
  readonly templateInterface: number;
  /** What drew pages then. */
  readonly renderer: string;
  readonly firstUsedAt: Date;
}

/** Held while a design is written down, so that several processes may start at once. */
const designLock = 7_262_020;

/**
 * Writes down that a design is used from now on, where it is another one, or drawn otherwise, than last.
 *
 * @param archive gives the packed design, where it is not kept yet.
 */
export async function keepDesignUse(
  db: Kysely<Tables>,
  { digest, templateInterface, renderer, firstUsedAt }: DesignUse,
  { archive, files }: { archive(): Buffer; readonly files: number },
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${designLock})`.execute(transaction);
    const [last] = await transaction
      .selectFrom('design_use')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(1)
      .execute();
    if (
      last?.digest === digest &&
      last.template_interface === templateInterface &&
      last.renderer === renderer
    ) {
      return;
    }
    const known = await transaction
      .selectFrom('design')
      .select('digest')
      .where('digest', '=', digest)
      .execute();
    if (known.length === 0) {
      await transaction.insertInto('design').values({ digest, archive: archive(), files }).execute();
    }
    await transaction
      .insertInto('design_use')
      .values({ digest, template_interface: templateInterface, renderer, first_used_at: firstUsedAt })
      .execute();
  });
}

/** The digest of the design that was in use at a time; of the first one, where the time lies before it. */
export async function designUsedAt(db: Kysely<Tables>, time: Date): Promise<string | undefined> {
  const at = await db
    .selectFrom('design_use')
    .select('digest')
    .where('first_used_at', '<=', time)
    .orderBy('first_used_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (at) return at.digest;
  const first = await db
    .selectFrom('design_use')
    .select('digest')
    .orderBy('first_used_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return first?.digest;
}

/** A design, packed. */
export async function designArchive(db: Kysely<Tables>, digest: string): Promise<Buffer | undefined> {
  const row = await db.selectFrom('design').select('archive').where('digest', '=', digest).executeTakeFirst();
  return row?.archive;
}

/** Every use of a design, oldest first, with the number of its files and the bytes of its archive. */
export async function designUses(
  db: Kysely<Tables>,
): Promise<(DesignUse & { readonly files: number; readonly archiveBytes: number })[]> {
  const rows = await db
    .selectFrom('design_use')
    .innerJoin('design', 'design.digest', 'design_use.digest')
    .select([
      'design.digest',
      'template_interface',
      'renderer',
      'first_used_at',
      'files',
      sql<number>`octet_length(archive)`.as('archive_bytes'),
    ])
    .orderBy('design_use.first_used_at')
    .orderBy('design_use.id')
    .execute();
  return rows.map(({ digest, template_interface, renderer, first_used_at, files, archive_bytes }) => ({
    digest,
    templateInterface: template_interface,
    renderer,
    firstUsedAt: first_used_at,
    files,
    archiveBytes: archive_bytes,
  }));
}
