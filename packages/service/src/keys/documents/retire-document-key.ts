import type { Kysely } from 'kysely';
import { type DocumentKey, documentKeys, endDocumentKey } from '../../registry/document-keys.ts';
import { changingKeys } from '../../registry/signing-keys.ts';
import type { Tables } from '../../registry/tables.ts';
import { KeyError } from '../../signing/key-store.ts';
import { wholeSecond } from '../../signing/whole-second.ts';

/**
 * Ends a document key: it signs no more. What it signed before goes on to count, but for what it signed since it was in
 * other hands.
 *
 * @param compromisedSince can be given again later, with an earlier time only.
 * @throws KeyError where there is no such key, or it has ended already.
 */
export const retireDocumentKey = (
  db: Kysely<Tables>,
  id: string,
  { now, compromisedSince }: { readonly now: Date; readonly compromisedSince?: Date | undefined },
): Promise<DocumentKey> =>
  changingKeys(db, async (transaction) => {
    const keys = await documentKeys(transaction);
    const key = keys.find((one) => one.id === id);
    if (!key) {
      throw new KeyError(
        `The registry has no document key ${id}. ${keys.length > 0 ? `It has: ${keys.map((one) => one.id).join(', ')}.` : 'It has none at all.'}`,
      );
    }
    const { retiredAt, compromisedSince: known } = key;
    if (retiredAt && !compromisedSince) {
      throw new KeyError(`Document key ${id} is retired already, since ${retiredAt.toISOString()}.`);
    }
    if (known && compromisedSince && compromisedSince > known) {
      throw new KeyError(
        `Document key ${id} is compromised since ${known.toISOString()}; that can become earlier only, since verifiers know it.`,
      );
    }
    // Documents tell the second only: what was signed in the same one must not count.
    await endDocumentKey(transaction, key, now, compromisedSince && wholeSecond(compromisedSince));
    const ended = (await documentKeys(transaction)).find((one) => one.id === id);
    if (!ended) throw new Error('The key was there a moment ago.');
    return ended;
  });
