import type { DocumentKey } from '../../registry/document-keys.ts';
import type { DocumentEvent, DocumentKeyUse } from '../../registry/tables.ts';

/** What the keys of each use sign: certificates of which events its formats have. */
export const eventsOfUses = {
  hcert: ['vaccination', 'test', 'recovery'],
  'vds-nc': ['vaccination', 'test'],
  shc: ['vaccination', 'test'],
} as const satisfies Record<DocumentKeyUse, readonly DocumentEvent[]>;

export const documentKeyUses = Object.keys(eventsOfUses) as readonly DocumentKeyUse[];

/** Whether a document key signs at a time (milliseconds since 1970). */
export const signsAt = ({ state, validFrom, signsUntil }: DocumentKey, now: number): boolean =>
  state === 'active' && Number(validFrom) <= now && now < Number(signsUntil);

/** Whether a document key signs certificates of an event; without one, whether it signs all of its use. */
export const signsEvent = ({ events }: DocumentKey, event: DocumentEvent | undefined): boolean =>
  events.length === 0 || (event !== undefined && events.includes(event));

/** Which events' certificates each key signs at a time, where others could as well: those of keys that sign none are absent. */
export function signingNow(
  keys: readonly DocumentKey[],
  now: number,
): ReadonlyMap<string, readonly DocumentEvent[]> {
  const found = new Map<string, DocumentEvent[]>();
  for (const use of documentKeyUses) {
    for (const event of eventsOfUses[use]) {
      const [key] = keysInForce(keys, use, event, now);
      if (key) found.set(key.id, [...(found.get(key.id) ?? []), event]);
    }
  }
  return found;
}

/** The keys of a use that may sign at a time, the one that does first: the newest. */
export const keysInForce = (
  keys: readonly DocumentKey[],
  use: DocumentKeyUse,
  event: DocumentEvent | undefined,
  now: number,
): DocumentKey[] =>
  keys
    .filter((key) => key.use === use && signsAt(key, now) && signsEvent(key, event))
    .sort((a, b) => Number(b.validFrom) - Number(a.validFrom));
