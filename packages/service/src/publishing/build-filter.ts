import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { RevokedCertificate } from '@mohar/credential/status/filter/build-filter.ts';
import type { FilterAnswer, FilterMessage } from './filter-thread.ts';

/** What a filter is made from. */
export interface FilterSource {
  readonly salt: Uint8Array;
  /** About how many certificates were issued. */
  readonly issued: number;
  readonly revoked: AsyncIterable<readonly RevokedCertificate[]>;
  /** The ids of all certificates, revoked ones included. */
  readonly ids: AsyncIterable<readonly string[]>;
  /** Gives up, where the service ends. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Builds a filter on a thread of its own: for seconds at a time it does nothing but count.
 *
 * @returns the filter's bytes, and how many ids went in.
 * @throws AbortError
 */
export async function buildFilter(
  source: FilterSource,
): Promise<{ body: Uint8Array; issued: number; revoked: number }> {
  const thread = new Worker(new URL('./filter-thread.ts', import.meta.url));
  const tell = async (message: FilterMessage): Promise<FilterAnswer> => {
    thread.postMessage(message);
    const [answer] = await once(thread, 'message', { signal: source.signal });
    return answer as FilterAnswer;
  };
  let issued = 0;
  let revoked = 0;
  try {
    for await (const page of source.revoked) {
      revoked += page.length;
      await tell({ kind: 'revoked', page });
    }
    await tell({ kind: 'start', salt: source.salt, issued: source.issued });
    for await (const page of source.ids) {
      issued += page.length;
      await tell({ kind: 'issued', page });
    }
    const body = await tell({ kind: 'finish' });
    if (!body) throw new Error('The thread built no filter.');
    return { body, issued, revoked };
  } finally {
    await thread.terminate();
  }
}
