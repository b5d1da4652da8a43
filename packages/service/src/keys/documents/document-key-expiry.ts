import type { DocumentKey } from '../../registry/document-keys.ts';
import type { DocumentEvent, DocumentKeyUse } from '../../registry/tables.ts';
import { type DocumentKeyWarning, noticeOf } from './document-key-notice.ts';
import { eventsOfUses, signsAt, signsEvent } from './document-signing.ts';

/**
 * Whether the keys of a use sign without a gap: for each event that they sign, their windows are followed from now to the
 * first moment that none covers. That a use has no key at all is said only where it needs one: not every country gives out
 * every format.
 *
 * @param keys of the use.
 * @param needed whether it needs one.
 * @param now milliseconds since 1970.
 */
export function expiryWarnings(
  use: DocumentKeyUse,
  keys: readonly DocumentKey[],
  needed: boolean,
  now: number,
): DocumentKeyWarning[] {
  // A request that was given up has neither.
  const certified = keys.filter(({ validFrom, signsUntil }) => validFrom && signsUntil);
  if (!certified.some((key) => signsAt(key, now))) {
    if (!needed) return [];
    return [
      {
        code: 'DOCUMENT_KEY_MISSING',
        use,
        keyId: '',
        message: `No ${use} key signs now: no ${use} documents are given out. mohar keys dsc create --use ${use}${use === 'shc' ? '' : ', or csr,'} makes one.`,
      },
    ];
  }
  const active = certified.filter(({ state }) => state === 'active');
  const gaps = eventsOfUses[use].flatMap((event) => {
    const gap = firstGap(
      active.filter((key) => signsEvent(key, event)),
      now,
    );
    return gap ? [{ event, ...gap }] : [];
  });
  // Events whose keys are the same are said together.
  const groups = Map.groupBy(gaps, ({ at, last, next }) => `${at} ${last.id} ${next?.id ?? ''}`);
  return [...groups.values()].flatMap((group) => {
    const [gap] = group;
    const within = gap && noticeOf(gap.at - now);
    if (!gap || within === undefined) return [];
    const events = group.length === gaps.length ? [] : group.map(({ event }) => event);
    const message = inWords(use, gap, events, within === 0);
    return [{ code: 'DOCUMENT_KEY_EXPIRES' as const, use, keyId: gap.last.id, within, message }];
  });
}

/** When nothing signs. */
interface Gap {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The key whose end it is. */
  readonly last: DocumentKey;
  /** Who signs after it. */
  readonly next?: DocumentKey | undefined;
}

/** @param keys that can stand in for each other. @returns undefined where none of them has begun. */
function firstGap(keys: readonly DocumentKey[], now: number): Gap | undefined {
  const sorted = keys.toSorted((a, b) => Number(a.validFrom) - Number(b.validFrom));
  let at = now;
  let last: DocumentKey | undefined;
  for (const key of sorted) {
    if (Number(key.validFrom) > at) break;
    if (Number(key.signsUntil) <= at) continue;
    at = Number(key.signsUntil);
    last = key;
  }
  last ??= sorted
    .filter(({ validFrom }) => Number(validFrom) <= now)
    .sort(byEnd)
    .at(-1);
  return last && { at, last, next: sorted.find(({ validFrom }) => Number(validFrom) > at) };
}

const byEnd = (a: DocumentKey, b: DocumentKey) => Number(a.signsUntil) - Number(b.signsUntil);

function inWords(
  use: DocumentKeyUse,
  { last, next }: Gap,
  events: readonly DocumentEvent[],
  hasEnded: boolean,
): string {
  const end = last.signsUntil?.toISOString();
  const what = events.length > 0 ? ` certificates of ${events.join(', ')}` : '';
  const then = next
    ? `key ${next.id} follows it only at ${next.validFrom?.toISOString()}`
    : 'no other follows it';
  return hasEnded
    ? `The ${use} key ${last.id} signs${what} no more since ${end}, and ${then}.`
    : `The ${use} key ${last.id} signs${what} until ${end}, and ${then}: have its successor certified and made known before.`;
}
