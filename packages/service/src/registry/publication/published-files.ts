import type { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';

export type PublishedName =
  | 'trust-list'
  | 'document-trust-list'
  | 'card-revocations'
  | 'revocation-list'
  | 'status-filter'
  | 'status-delta';

/** A signed file, as it was published last. */
export interface PublishedFile {
  readonly serial: number;
  /** Revocations that it knows of. */
  readonly entries: number;
  readonly publishedAt: Date;
  /** Of what it says and by which key: another file with the same digest would say nothing new. */
  readonly digest: string;
  readonly content: Buffer;
}

/** A file without its content. */
export type PublishedFileNote = Omit<PublishedFile, 'content'>;

export async function findPublishedFile(
  db: Kysely<Tables>,
  name: PublishedName,
): Promise<PublishedFile | undefined> {
  const row = await db.selectFrom('published_file').selectAll().where('name', '=', name).executeTakeFirst();
  return row && { ...noteOf(row), content: row.content };
}

export async function findPublishedNote(
  db: Kysely<Tables>,
  name: PublishedName,
): Promise<PublishedFileNote | undefined> {
  const row = await db
    .selectFrom('published_file')
    .select(['serial', 'entries', 'published_at', 'digest'])
    .where('name', '=', name)
    .executeTakeFirst();
  return row && noteOf(row);
}

/** Puts a file in the place of the one that was published before. */
export async function publishFile(
  db: Kysely<Tables>,
  name: PublishedName,
  { serial, entries, publishedAt, digest, content }: PublishedFile,
): Promise<void> {
  const row = {
    serial: String(serial),
    entries: String(entries),
    published_at: publishedAt,
    digest,
    content,
  };
  await db
    .insertInto('published_file')
    .values({ name, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}

const noteOf = (row: {
  serial: string;
  entries: string;
  published_at: Date;
  digest: string;
}): PublishedFileNote => ({
  serial: Number(row.serial),
  entries: Number(row.entries),
  publishedAt: row.published_at,
  digest: row.digest,
});
