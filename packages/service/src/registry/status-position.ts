import { hash, randomBytes } from 'node:crypto';
import { statusListLength } from '@mohar/credential/status/bitstring-status-list.ts';
import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** A certificate's place in the status lists. */
export interface StatusPosition {
  readonly list: number;
  /** 0 to {@link statusListLength} − 1. */
  readonly index: number;
}

/** Drawn at once, and handed out from memory: a trip to the database for each certificate would cost more than signing. */
const blockSize = 1_000;

/**
 * Draws places, each of them once. Places that are drawn and then not used stay empty.
 *
 * Numbers come one after another from a sequence, which is cheap and safe with any number of processes; where
 * they stand in their list is decided by a keyed permutation, so that neighbours in a list reveal nothing.
 */
export async function reserveStatusPositions(db: Kysely<Tables>, count: number): Promise<StatusPosition[]> {
  const stock = stockOf(db);
  const secret = await stock.secret;
  while (stock.numbers.length < count) {
    stock.drawing ??= draw(db, Math.max(blockSize, count)).then((numbers) => {
      stock.numbers.push(...numbers);
      stock.drawing = undefined;
    });
    stock.drawing.catch(() => {
      stock.drawing = undefined;
    });
    await stock.drawing;
  }
  return stock.numbers.splice(0, count).map((n) => {
    const list = Math.floor(n / statusListLength);
    return { list, index: permute(n % statusListLength, list, secret) };
  });
}

async function draw(db: Kysely<Tables>, count: number): Promise<number[]> {
  const { rows } = await sql<{ n: string }>`
    select nextval('status_position') as n from generate_series(1, ${count}::int)`.execute(db);
  return rows.map(({ n }) => Number(n));
}

/** What one process has at hand of a database. */
interface Stock {
  /** Never changes. */
  readonly secret: Promise<Buffer>;
  readonly numbers: number[];
  drawing: Promise<void> | undefined;
}

const stocks = new WeakMap<Kysely<Tables>, Stock>();

function stockOf(db: Kysely<Tables>): Stock {
  let stock = stocks.get(db);
  if (!stock) {
    stock = { secret: readSecret(db), numbers: [], drawing: undefined };
    stocks.set(db, stock);
    stock.secret.catch(() => stocks.delete(db));
  }
  return stock;
}

const halfBits = 9;
const halfMask = (1 << halfBits) - 1;

/**
 * A permutation of the numbers below {@link statusListLength} (17 bits): a Feistel network of four rounds over
 * 18 bits, walked until the result is in range, so that it stays one to one (cycle walking).
 */
export function permute(value: number, list: number, secret: Buffer): number {
  const rounds = roundsOf(list, secret);
  let current = value;
  do {
    let left = current >> halfBits;
    let right = current & halfMask;
    for (const mixed of rounds) [left, right] = [right, left ^ (mixed[right] as number)];
    current = (left << halfBits) | right;
  } while (current >= statusListLength);
  return current;
}

/** The rounds of the list that was last asked for: positions are drawn list after list. */
let last:
  | { readonly list: number; readonly secret: Buffer; readonly rounds: readonly Uint16Array[] }
  | undefined;

/** What each round mixes in, for every right half. */
function roundsOf(list: number, secret: Buffer): readonly Uint16Array[] {
  if (last?.list === list && last.secret === secret) return last.rounds;
  const rounds = [0, 1, 2, 3].map((round) =>
    Uint16Array.from({ length: halfMask + 1 }, (_, right) => {
      const bytes = Buffer.concat([secret, Buffer.from(`${list}/${round}/${right}`)]);
      return hash('sha256', bytes, 'buffer').readUInt16BE(0) & halfMask;
    }),
  );
  last = { list, secret, rounds };
  return rounds;
}

async function readSecret(db: Kysely<Tables>): Promise<Buffer> {
  await db
    .insertInto('installation')
    .values({ status_secret: randomBytes(32) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { status_secret } = await db
    .selectFrom('installation')
    .select('status_secret')
    .executeTakeFirstOrThrow();
  return status_secret;
}
