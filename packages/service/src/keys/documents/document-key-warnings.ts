import type { DocumentKey } from '../../registry/document-keys.ts';
import type { DocumentKeyUse } from '../../registry/tables.ts';
import { expiryWarnings } from './document-key-expiry.ts';
import type { DocumentKeyWarning } from './document-key-notice.ts';
import { documentKeyUses } from './document-signing.ts';
import { validityWarnings } from './document-validity.ts';

/**
 * What is to be said of the document keys at a time.
 *
 * @param situation.needed uses that have to have a key that signs.
 * @param situation.unopened keys that this process cannot sign with, and why.
 * @param now milliseconds since 1970.
 */
export function documentKeyWarnings(
  keys: readonly DocumentKey[],
  {
    needed,
    unopened = new Map(),
  }: {
    readonly needed: readonly DocumentKeyUse[];
    readonly unopened?: ReadonlyMap<string, string>;
  },
  now: number,
): DocumentKeyWarning[] {
  return [
    ...documentKeyUses.flatMap((use) => {
      const own = keys.filter((key) => key.use === use);
      const expiry = expiryWarnings(use, own, needed.includes(use), now);
      return use === 'shc' ? expiry : [...expiry, ...validityWarnings(use, own, now)];
    }),
    ...keys
      .filter(({ id }) => unopened.has(id))
      .map(({ id: keyId, use }) => ({
        code: 'DOCUMENT_KEY_UNAVAILABLE' as const,
        use,
        keyId,
        message: `The ${use} key ${keyId} cannot be opened by this process.`,
        reason: unopened.get(keyId) ?? '',
      })),
  ];
}
