import type { Transaction } from 'kysely';
import { toRow } from '../issuing/candidates.ts';
import type { IssuingDesk } from '../issuing/desk.ts';
import { type BulkError, type BulkJob, finishJob, takeJob } from '../registry/bulk/bulk-jobs.ts';
import { type InsertOutcome, insertTogether } from '../registry/insert-certificates.ts';
import { retried } from '../registry/retry.ts';
import { reserveStatusPositions } from '../registry/status-position.ts';
import type { BulkKind, Tables } from '../registry/tables.ts';
import { canonicalColumns } from './receive-upload.ts';
import { eventOfRow, reasonOf } from './row-event.ts';

/**
 * Takes one job and certifies its rows. Certificates, faulty rows and the job's end are one transaction: a process
 * that is killed at any moment has done all of it, or nothing.
 *
 * @returns what was done; undefined where no job waits.
 */
export const runJob = (desk: IssuingDesk, now: number): Promise<JobResult | undefined> =>
  retried(() => desk.db.transaction().execute((transaction) => runIn(transaction, desk, now)));

/** What became of a job's rows. */
export interface JobResult {
  readonly kind: BulkKind;
  readonly issued: number;
  readonly duplicate: number;
  readonly failed: number;
}

async function runIn(
  transaction: Transaction<Tables>,
  desk: IssuingDesk,
  now: number,
): Promise<JobResult | undefined> {
  const job = await takeJob(transaction);
  if (!job) return undefined;
  const { events, errors } = readRows(job, desk);
  const positions = await reserveStatusPositions(desk.db, events.length);
  const { good, rejected } = await desk.sign(
    {
      values: events.map(({ value }) => value),
      positions,
      offset: 0,
      kind: job.kind === 'test' ? 'test' : 'domestic',
      partial: true,
      now,
    },
    { hurry: false },
  );
  const fail = (index: number, reason: string) => {
    const row = events[index]?.row as number;
    errors.push({ rowNumber: job.firstRow + row, fields: job.rows[row] as string[], reason });
  };
  for (const [index, faults] of rejected) fail(index, reasonOf(job.kind, faults));
  const rows = good.map((candidate) => ({ ...toRow(candidate), caller: job.caller }));
  const [outcomes = []] = rows.length > 0 ? await insertTogether(transaction, [{ rows, partial: true }]) : [];
  outcomes.forEach((outcome, n) => {
    const index = good[n]?.index as number;
    if (outcome.outcome === 'conflict' && desk.issuer.pack.duplicates === 'refuse') {
      fail(
        index,
        `The event is certified already with other content, as certificate ${outcome.certificateId}`,
      );
    }
  });
  const counts = {
    issued: countOf(outcomes, 'inserted'),
    duplicate:
      countOf(outcomes, 'duplicate') +
      (desk.issuer.pack.duplicates === 'ignore' ? countOf(outcomes, 'conflict') : 0),
  };
  await finishJob(transaction, job, counts, errors, new Date(now));
  return { kind: job.kind, ...counts, failed: errors.length };
}

const countOf = (outcomes: readonly InsertOutcome[], wanted: InsertOutcome['outcome']) =>
  outcomes.filter(({ outcome }) => outcome === wanted).length;

/** The events of a job's rows, each with its place in the job; and the rows that are none. */
function readRows(job: BulkJob, { issuer }: IssuingDesk) {
  const columns = canonicalColumns(job.kind, job.columns, issuer.pack);
  const events: { row: number; value: unknown }[] = [];
  const errors: BulkError[] = [];
  job.rows.forEach((fields, row) => {
    const read = eventOfRow(job.kind, columns, fields);
    if ('value' in read) events.push({ row, value: read.value });
    else errors.push({ rowNumber: job.firstRow + row, fields, reason: read.reason });
  });
  return { events, errors };
}
