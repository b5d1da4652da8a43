import { availableParallelism } from 'node:os';
import { BusyError, type IssuingDesk } from '../issuing/desk.ts';
import { assertKeyInForce, type Issuer } from '../issuing/issuer.ts';
import { type Crew, openCrew } from './crew.ts';

/** The threads that sign, shared by all requests. */
export interface WorkerPool {
  /** See {@link IssuingDesk.sign}. */
  sign: IssuingDesk['sign'];
  /** Signs with another issuer from the next call on; what is being signed is finished with the former one. */
  use(issuer: Issuer): void;
  close(): Promise<void>;
}

export interface WorkerOptions {
  readonly threads?: number | undefined;
  /** Events that may be in the service at once: some seconds' work. More are refused, so that none wait for long. */
  readonly maxEvents?: number;
}

/** Opens the pool. Threads start when they are needed, and end when they have nothing to do. */
export function openWorkers(
  issuer: Issuer,
  { threads = availableParallelism(), maxEvents = 20_000 }: WorkerOptions = {},
): WorkerPool {
  let crew = openCrew(issuer, threads);
  /** Former crews that have something left to do. */
  const leaving = new Set<Promise<void>>();
  let events = 0;

  const dismiss = (former: Crew) => {
    const gone = former.finish().finally(() => leaving.delete(gone));
    leaving.add(gone);
  };

  return {
    sign: async (batch, { hurry } = { hurry: true }) => {
      // One crew for the whole request: all of it is signed with one key.
      const { issuer, sign } = crew;
      assertKeyInForce(issuer, batch.now);
      const { length } = batch.values;
      if (events + length > maxEvents && events > 0)
        throw new BusyError('Too many events wait to be signed.');
      events += length;
      try {
        return await sign(batch, hurry);
      } finally {
        events -= length;
      }
    },
    use: (next) => {
      if (signsAlike(crew.issuer, next)) return;
      dismiss(crew);
      crew = openCrew(next, threads);
    },
    close: async () => {
      dismiss(crew);
      await Promise.all(leaving);
    },
  };
}

/** Whether threads would sign the same with either. */
const signsAlike = (one: Issuer, other: Issuer) =>
  one.signer.verificationMethod === other.signer.verificationMethod &&
  one.suite === other.suite &&
  one.signsUntil === other.signsUntil &&
  (one.recipe === undefined) === (other.recipe === undefined);
