import { cardRevocationList } from '@mohar/credential/status/card-revocation-list.ts';
import { cardKeyId, cardKeySet } from '@mohar/credential/trust/card-key-set.ts';
import type { Kysely } from 'kysely';
import type { DocumentKey } from '../registry/document-keys.ts';
import { latestPublication } from '../registry/publication/publish-revocations.ts';
import { revokedCardCounts, revokedCards } from '../registry/shc-cards.ts';
import type { Tables } from '../registry/tables.ts';

/**
 * The files of this issuer of SMART Health Cards. What they say of revocations is as of the last publication, the same in
 * all processes; each is made once for it.
 */
export interface CardIssuerFiles {
  /**
   * The key set: also keys that are announced, and those that sign no longer. It has no words for time: a compromised key
   * is left out, with all that it signed before. Each names the version of its list ("Revocation": SHALL, for each key).
   */
  keySet(): Promise<string>;
  /**
   * The list of revoked cards of a key. It only grows: its length is its version, which begins at 1.
   *
   * @param kid JWK thumbprint.
   * @returns undefined where the key set has no such key.
   */
  revocations(kid: string): Promise<string | undefined>;
}

interface Made {
  readonly serial: number;
  readonly keys: readonly DocumentKey[];
  readonly text: Promise<string>;
}

/** @param keys of the registry, as of now: another array when they change. */
export function cardIssuerFiles(db: Kysely<Tables>, keys: () => readonly DocumentKey[]): CardIssuerFiles {
  const made = new Map<string, Made>();
  const once = async (
    name: string,
    make: (entries: number, keys: readonly DocumentKey[]) => Promise<string>,
  ): Promise<string> => {
    const { serial, entries } = (await latestPublication(db)) ?? { serial: 0, entries: 0 };
    const current = keys();
    const held = made.get(name);
    if (held?.serial === serial && held.keys === current) return held.text;
    const text = make(entries, current);
    made.set(name, { serial, keys: current, text });
    text.catch(() => made.delete(name));
    return text;
  };
  return {
    keySet: () =>
      once('', async (entries, current) => {
        const counts = await revokedCardCounts(db, entries);
        const published = cardKeys(current).map(({ publicKey }) => ({
          publicKey,
          crlVersion: 1 + (counts.get(cardKeyId(publicKey)) ?? 0),
        }));
        return JSON.stringify(cardKeySet(published));
      }),
    revocations: async (kid) => {
      if (!cardKeys(keys()).some(({ publicKey }) => cardKeyId(publicKey) === kid)) return undefined;
      return once(kid, async (entries) => {
        const rids = [noCard, ...(await revokedCards(db, kid, entries))];
        return JSON.stringify(cardRevocationList({ kid, ctr: rids.length, rids }));
      });
    },
  };
}

/** First in each list, and the id of none: readers take an empty list for a mistake, health-cards-dev-tools among them. */
const noCard = 'no-card';

const cardKeys = (keys: readonly DocumentKey[]) =>
  keys.filter(
    ({ use, state, compromisedSince }) => use === 'shc' && state !== 'requested' && !compromisedSince,
  );
