import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** A design that somebody tries out, without its files. */
export interface TemplateDraft {
  readonly name: string;
  readonly digest: string;
  readonly files: number;
  readonly bytes: number;
  readonly uploadedAt: Date;
  readonly uploadedBy: string;
}

/** There are as many drafts as there may be. */
export class TooManyDraftsError extends Error {
  readonly code = 'TOO_MANY_DRAFTS';
}

/** Drafts that are kept at once: to try something out, few are needed. */
export const maxDrafts = 50;

const draftLock = 7_262_021;

/** Keeps a draft in the place of what had its name before, and writes that down. @throws TooManyDraftsError. */
export async function keepDraft(db: Kysely<Tables>, draft: TemplateDraft, archive: Buffer): Promise<void> {
  const { name, uploadedAt, uploadedBy, ...row } = draft;
  const kept = { ...row, archive, uploaded_at: uploadedAt, uploaded_by: uploadedBy };
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${draftLock})`.execute(transaction);
    const others = await transaction
      .selectFrom('template_draft')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('name', '!=', name)
      .executeTakeFirstOrThrow();
    if (Number(others.count) >= maxDrafts)
      throw new TooManyDraftsError(`There are ${maxDrafts} drafts already.`);
    await transaction
      .insertInto('template_draft')
      .values({ name, ...kept })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(kept))
      .execute();
    await transaction
      .insertInto('template_audit')
      .values({ action: 'upload', name, digest: draft.digest, caller: uploadedBy })
      .execute();
  });
}

/** Takes a draft away, and writes that down. @returns false where there is none of that name. */
export async function removeDraft(db: Kysely<Tables>, name: string, caller: string): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const removed = await transaction
      .deleteFrom('template_draft')
      .where('name', '=', name)
      .returning('digest')
      .executeTakeFirst();
    if (!removed) return false;
    await transaction
      .insertInto('template_audit')
      .values({ action: 'remove', name, digest: removed.digest, caller })
      .execute();
    return true;
  });
}

/** The drafts, by name. */
export async function templateDrafts(db: Kysely<Tables>): Promise<TemplateDraft[]> {
  const rows = await db
    .selectFrom('template_draft')
    .select(['name', 'digest', 'files', 'bytes', 'uploaded_at', 'uploaded_by'])
    .orderBy('name')
    .execute();
  return rows.map(({ uploaded_at, uploaded_by, ...row }) => ({
    ...row,
    uploadedAt: uploaded_at,
    uploadedBy: uploaded_by,
  }));
}

/** A draft's files, packed. */
export async function draftArchive(db: Kysely<Tables>, name: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('template_draft')
    .select('archive')
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.archive;
}
