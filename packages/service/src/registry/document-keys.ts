import type { Kysely, Transaction } from 'kysely';
import type { DocumentEvent, DocumentKeyTable, DocumentKeyUse, KeptDocumentKey, Tables } from './tables.ts';

/** A document key of the registry, without its private half. */
export interface DocumentKey {
  /** First 16 hexadecimal digits of the SHA-256 of the public key (SubjectPublicKeyInfo, DER). */
  readonly id: string;
  readonly use: DocumentKeyUse;
  readonly state: 'requested' | 'active' | 'retired';
  readonly algorithm: 'ES256';
  /** PEM, SubjectPublicKeyInfo. */
  readonly publicKey: string;
  /** X.509, DER: of the key, and of the authority that signed it. */
  readonly certificate?: Buffer;
  readonly authority?: Buffer;
  /** The events whose certificates it may sign, by what its own certificate says; empty: all. */
  readonly events: readonly DocumentEvent[];
  /** Made for trying out: production does not use it. */
  readonly development: boolean;
  readonly kept: KeptDocumentKey;
  readonly createdAt: Date;
  /** Signs from then on. */
  readonly validFrom?: Date;
  /** The end of its certificate: no document ends later. */
  readonly validUntil?: Date;
  /** Signs until then. */
  readonly signsUntil?: Date;
  readonly retiredAt?: Date;
  readonly compromisedSince?: Date;
}

/** A document key that is to be registered: active where it has a window, else requested. */
export type NewDocumentKey = Omit<
  DocumentKey,
  'state' | 'algorithm' | 'retiredAt' | 'compromisedSince' | 'validFrom' | 'signsUntil' | 'validUntil'
> & {
  /** PKCS #8, sealed or plain as `kept` says; absent in a token. */
  readonly privateKey?: Buffer;
  readonly window?: KeyWindow;
};

/** When a key signs, and until when what it signed counts (absent: without end). */
export interface KeyWindow {
  readonly validFrom: Date;
  readonly signsUntil: Date;
  readonly validUntil?: Date;
}

const publicColumns = [
  'id',
  'use',
  'state',
  'algorithm',
  'public_key',
  'certificate',
  'authority',
  'events',
  'development',
  'kept',
  'created_at',
  'valid_from',
  'valid_until',
  'signs_until',
  'retired_at',
  'compromised_since',
] as const;

/** All document keys, oldest first. */
export async function documentKeys(db: Kysely<Tables>): Promise<DocumentKey[]> {
  const rows = await db
    .selectFrom('document_key')
    .select(publicColumns)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toKey);
}

/** The private half of a document key as it is kept; undefined where there is no such key, or it is in a token. */
export async function keptDocumentKey(db: Kysely<Tables>, id: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('document_key')
    .select('private_key')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.private_key ?? undefined;
}

/** Registers a document key. Call it within `changingKeys`. */
export async function insertDocumentKey(
  transaction: Transaction<Tables>,
  key: NewDocumentKey,
): Promise<void> {
  const { window } = key;
  await transaction
    .insertInto('document_key')
    .values({
      id: key.id,
      use: key.use,
      state: window ? 'active' : 'requested',
      algorithm: 'ES256',
      public_key: key.publicKey,
      certificate: key.certificate ?? null,
      authority: key.authority ?? null,
      events: [...key.events],
      development: key.development,
      kept: key.kept,
      private_key: key.privateKey ?? null,
      created_at: key.createdAt,
      valid_from: window?.validFrom ?? null,
      valid_until: window?.validUntil ?? null,
      signs_until: window?.signsUntil ?? null,
      retired_at: null,
      compromised_since: null,
    })
    .execute();
}

/**
 * Gives a requested key its certificate: it is active from then on. Call it within `changingKeys`.
 *
 * @returns false where it is not requested (any more): somebody else was faster.
 */
export async function certifyDocumentKey(
  transaction: Transaction<Tables>,
  id: string,
  found: Pick<DocumentKey, 'events'> & {
    readonly certificate: Buffer;
    readonly authority?: Buffer | undefined;
    readonly window: KeyWindow;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('document_key')
    .set({
      state: 'active',
      certificate: found.certificate,
      authority: found.authority ?? null,
      events: [...found.events],
      valid_from: found.window.validFrom,
      valid_until: found.window.validUntil ?? null,
      signs_until: found.window.signsUntil,
    })
    .where('id', '=', id)
    .where('state', '=', 'requested')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Ends a document key: it signs no more. Call it within `changingKeys`.
 *
 * @param compromisedSince it was in other hands from then on.
 */
export async function endDocumentKey(
  transaction: Transaction<Tables>,
  { id, retiredAt }: Pick<DocumentKey, 'id' | 'retiredAt'>,
  now: Date,
  compromisedSince?: Date,
): Promise<void> {
  await transaction
    .updateTable('document_key')
    .set({
      state: 'retired',
      retired_at: retiredAt ?? now,
      ...(compromisedSince ? { compromised_since: compromisedSince } : {}),
    })
    .where('id', '=', id)
    .execute();
}

const toKey = (row: Pick<DocumentKeyTable, (typeof publicColumns)[number]>): DocumentKey => ({
  id: row.id,
  use: row.use,
  state: row.state,
  algorithm: row.algorithm,
  publicKey: row.public_key,
  ...(row.certificate ? { certificate: row.certificate } : {}),
  ...(row.authority ? { authority: row.authority } : {}),
  events: row.events,
  development: row.development,
  kept: row.kept,
  createdAt: row.created_at,
  ...(row.valid_from ? { validFrom: row.valid_from } : {}),
  ...(row.valid_until ? { validUntil: row.valid_until } : {}),
  ...(row.signs_until ? { signsUntil: row.signs_until } : {}),
  ...(row.retired_at ? { retiredAt: row.retired_at } : {}),
  ...(row.compromised_since ? { compromisedSince: row.compromised_since } : {}),
});
