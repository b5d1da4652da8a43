import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import { type BackgroundLoop, startLoop } from '../background-loop.ts';
import type { CertifiableEvent } from '../issuing/certifiable-event.ts';
import type { IssuingDesk } from '../issuing/desk.ts';
import { originOf } from '../issuing/event-origin.ts';
import type { Issuer } from '../issuing/issuer.ts';
import { readOrigins } from '../registry/revocation/read-origins.ts';
import { workOnRevocationJob } from '../registry/revocation/revocation-jobs.ts';
import { publishFilter, publishLists } from './publish.ts';

/** Works on revocations by query, and publishes what is revoked. */
export interface Publisher {
  /** Looks for confirmed jobs now. */
  wake(): void;
  close(): Promise<void>;
}

export interface PublisherOptions {
  readonly clock: () => number;
  /** Milliseconds between publications. */
  readonly interval: number;
  /** The issuer's own keys of documents for other countries, as of now. */
  documentTrust(): TrustList;
  onError?(error: unknown): void;
}

/** Milliseconds between looks for jobs. */
const pause = 2_000;
/** Certificates of an earlier version that are read at once. */
const page = 500;

/** Starts publishing. Any number of processes may: each piece of work is done by one of them. */
export function startPublisher(
  desk: IssuingDesk,
  { clock, interval, documentTrust, onError }: PublisherOptions,
): Publisher {
  const ending = new AbortController();
  const failing = {
    onError: (error: unknown) => {
      if (!ending.signal.aborted) onError?.(error);
    },
  };
  let last: Issuer | undefined;
  const loops: BackgroundLoop[] = [
    startLoop({
      ...failing,
      pause,
      work: () => workOnRevocationJob(desk.db, new Date(clock())),
    }),
    startLoop({
      ...failing,
      pause: interval,
      work: async () => {
        const { issuer } = desk;
        const changed = last?.signer.verificationMethod !== issuer.signer.verificationMethod;
        await publishLists(desk.db, issuer, clock(), changed ? last : undefined, documentTrust());
        last = issuer;
        return false;
      },
    }),
    // On its own: with a hundred million certificates it takes minutes.
    startLoop({
      ...failing,
      pause: interval,
      work: async () => {
        await publishFilter(desk.db, desk.issuer, clock(), ending.signal);
        return false;
      },
    }),
    startLoop({
      ...failing,
      pause: 60_000,
      work: async () =>
        (await readOrigins(desk.db, (event) => originOf(event as unknown as CertifiableEvent), page)) > 0,
    }),
  ];
  return {
    wake: () => loops[0]?.wake(),
    close: async () => {
      ending.abort();
      await Promise.all(loops.map((loop) => loop.close()));
    },
  };
}
