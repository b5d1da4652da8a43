import type { DocumentKey } from '../registry/document-keys.ts';
import type { DocumentKeyUse } from '../registry/tables.ts';

/** Something about document keys that somebody has to do something about. */
export interface DocumentKeyWarning {
  readonly code: 'DOCUMENT_KEY_EXPIRES' | 'DOCUMENT_KEY_MISSING' | 'DOCUMENT_KEY_UNAVAILABLE';
  readonly use: DocumentKeyUse;
  /** Empty where there is none. */
  readonly keyId: string;
  /** For everybody: names nothing of the installation but the key. */
  readonly message: string;
  /** For the operator. */
  readonly reason?: string;
  /** Of a key that expires: within how many days; it is said anew when this becomes fewer. */
  readonly within?: number;
}

export const documentKeyUses: readonly DocumentKeyUse[] = ['hcert', 'vds-nc', 'shc'];

const day = 24 * 3_600_000;
/** Days before a key signs no more when somebody is told: a gateway may take weeks to let a new one in. */
const notices = [7, 30, 60] as const;

/** Whether a document key signs at a time (milliseconds since 1970). */
export const signsAt = ({ state, validFrom, signsUntil }: DocumentKey, now: number): boolean =>
  state === 'active' && Number(validFrom) <= now && now < Number(signsUntil);

/**
 * What is to be said of the document keys at a time. Nothing of a use that never had a key: not every country gives out
 * every format.
 *
 * @param unopened keys that this process cannot sign with, and why.
 * @param now milliseconds since 1970.
 */
export function documentKeyWarnings(
  keys: readonly DocumentKey[],
  unopened: ReadonlyMap<string, string>,
  now: number,
): DocumentKeyWarning[] {
  return [
    ...documentKeyUses.flatMap((use) =>
      ofUse(
        use,
        keys.filter((key) => key.use === use),
        now,
      ),
    ),
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

function ofUse(use: DocumentKeyUse, keys: readonly DocumentKey[], now: number): DocumentKeyWarning[] {
  if (!keys.some(({ state }) => state !== 'requested')) return [];
  if (!keys.some((key) => signsAt(key, now))) {
    return [
      {
        code: 'DOCUMENT_KEY_MISSING',
        use,
        keyId: '',
        message: `No ${use} key signs now: no ${use} documents are given out. mohar keys dsc create, or csr, makes one.`,
      },
    ];
  }
  const active = keys.filter(({ state }) => state === 'active');
  const kinds = new Map(active.map(({ events }) => [eventsName(events), events]));
  return [...kinds.values()].flatMap((events) =>
    ofLast(
      use,
      active.filter((key) => key.events.length === 0 || eventsName(key.events) === eventsName(events)),
      now,
    ),
  );
}

const eventsName = (events: DocumentKey['events']): string => [...events].sort().join();

/** The key that signs longest among those that can stand in for each other: where that ends soon, none follows it. */
function ofLast(use: DocumentKeyUse, group: readonly DocumentKey[], now: number): DocumentKeyWarning[] {
  const [last] = group.toSorted((a, b) => Number(b.signsUntil) - Number(a.signsUntil));
  if (!last?.signsUntil) return [];
  const left = last.signsUntil.getTime() - now;
  const within = left <= 0 ? 0 : notices.find((days) => left < days * day);
  if (within === undefined) return [];
  const until = last.signsUntil.toISOString();
  return [
    {
      code: 'DOCUMENT_KEY_EXPIRES',
      use,
      keyId: last.id,
      within,
      message:
        left <= 0
          ? `The ${use} key ${last.id} signs no more since ${until}, and none that signs the same followed it.`
          : `The ${use} key ${last.id} signs until ${until}, and no other follows it: have its successor certified and made known before.`,
    },
  ];
}
