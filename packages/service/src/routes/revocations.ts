import { parseCertificateId } from '@mohar/credential/credential/certificate-id.ts';
import { parseFullCivilDate } from '@mohar/credential/event/civil-date.ts';
import type { Fault } from '@mohar/credential/event/fault.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problem.ts';
import {
  anyUnread,
  confirmRevocationJob,
  countMeant,
  findRevocationJob,
  insertRevocationJob,
  type RevocationJob,
} from '../registry/revocation/revocation-jobs.ts';
import type { ChosenReason, RevocationQuery } from '../registry/revocation/revocation-query.ts';
import type { Services } from '../services.ts';
import { readReason, reasonProperties } from './revocation-reason.ts';

const text = { type: 'string', minLength: 1, maxLength: 300, pattern: '^[^\\u0000-\\u001f\\u007f]*$' };
const instant = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?(Z|[+-]\\d{2}:\\d{2})$',
};
const civilDate = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };

const querySchema = {
  type: 'object',
  description: 'Certificates in force that fulfil everything that is given',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    batch: { ...text, description: 'Batch number of the vaccine or test' },
    facility: { ...text, description: 'The facility’s name as it stands in the certificate' },
    issuedFrom: { ...instant, description: 'Issued from then on, RFC 3339' },
    issuedUntil: { ...instant, description: 'Issued before then, RFC 3339' },
    eventFrom: { ...civilDate, description: 'Vaccination or sample on this day or later' },
    eventUntil: { ...civilDate, description: 'Vaccination or sample on this day or earlier' },
    certificateIds: {
      type: 'array',
      minItems: 1,
      maxItems: 100_000,
      items: { type: 'string', maxLength: 40 },
    },
  },
};

const jobSchema = {
  type: 'object',
  required: ['id', 'state', 'counted', 'revoked'],
  properties: {
    id: { type: 'string' },
    state: { type: 'string', enum: ['to be confirmed', 'working', 'finished'] },
    counted: { type: 'integer', description: 'Certificates that the query meant when it was counted' },
    revoked: { type: 'integer', description: 'Revoked so far' },
    countedAt: { type: 'string' },
    confirmedAt: { type: 'string' },
    finishedAt: { type: 'string' },
  },
};

const access = ['controller', 'system-admin'] as const;
const jobParams = { type: 'object', properties: { id: { type: 'string', pattern: '^[0-9]{1,15}$' } } };

/** Revocation by query: counted first, confirmed with the count, then a job with progress. */
export function revocationRoutes(app: FastifyInstance, services: Services): void {
  const { db, clock } = services;
  app.post(
    '/divoc/api/v1/revocations',
    {
      config: { access: [...access] },
      schema: {
        tags: ['revoke'],
        summary: 'Count what a revocation by query would revoke',
        description:
          'Revokes nothing yet: confirm with the count that is answered. Certificates issued after the count are not touched.',
        body: {
          type: 'object',
          required: ['query', 'reason'],
          additionalProperties: false,
          properties: { query: querySchema, ...reasonProperties },
        },
        response: { 201: jobSchema, '4xx': { $ref: 'Problem#' } },
      },
    },
    async (request, reply) => {
      const { query, ...why } = request.body as {
        query: RevocationQuery;
        reason: ChosenReason;
        note?: string;
      };
      checkQuery(query);
      const order = readReason(why, '/');
      await assertAllRead(query, services);
      const job = await insertRevocationJob(db, {
        query,
        ...order,
        caller: request.caller.id,
        at: new Date(clock()),
      });
      return reply.code(201).header('location', `/divoc/api/v1/revocations/${job.id}`).send(shown(job));
    },
  );
  app.post(
    '/divoc/api/v1/revocations/:id/confirm',
    {
      config: { access: [...access] },
      schema: {
        tags: ['revoke'],
        summary: 'Confirm a revocation by query with its count',
        description: 'It cannot be called back: only new certificates of the same events undo it.',
        params: jobParams,
        body: {
          type: 'object',
          required: ['count'],
          additionalProperties: false,
          properties: { count: { type: 'integer', minimum: 0 } },
        },
        response: { 202: jobSchema, '4xx': { $ref: 'Problem#' } },
      },
    },
    async (request, reply) => {
      const { count } = request.body as { count: number };
      const job = await jobOf(request, services);
      if (job.confirmedAt) throw conflict('It was confirmed already.');
      const now = await countMeant(db, job.query, job.countedAt);
      if (count !== job.counted || count !== now) {
        throw conflict(
          `It would revoke ${now} certificate(s) now, ${job.counted} when it was counted: count anew and confirm that.`,
        );
      }
      const by = { caller: request.caller.id, at: new Date(clock()) };
      if (!(await confirmRevocationJob(db, job.id, count, by))) throw conflict('It was confirmed already.');
      services.publisher.wake();
      return reply.code(202).send(shown({ ...job, confirmedAt: by.at }));
    },
  );
  app.get(
    '/divoc/api/v1/revocations/:id',
    {
      config: { access: [...access] },
      schema: {
        tags: ['revoke'],
        summary: 'How far a revocation by query has come',
        params: jobParams,
        response: { 200: jobSchema, '4xx': { $ref: 'Problem#' } },
      },
    },
    async (request) => shown(await jobOf(request, services)),
  );
}

async function jobOf(request: FastifyRequest, { db }: Services): Promise<RevocationJob> {
  const job = await findRevocationJob(db, (request.params as { id: string }).id);
  if (job) return job;
  throw new Problem({
    status: 404,
    code: 'NOT_FOUND',
    title: 'No such revocation',
    detail: 'No revocation by query has this id.',
  });
}

/** What the JSON Schema cannot say. */
function checkQuery(query: RevocationQuery): void {
  const faults: Fault[] = [];
  const fault = (member: string, rule: string, message: string) =>
    faults.push({ pointer: `/query/${member}`, rule, message });
  for (const member of ['issuedFrom', 'issuedUntil'] as const) {
    const value = query[member];
    if (value !== undefined && Number.isNaN(Date.parse(value)))
      fault(member, 'date-time', 'must be a time that exists');
  }
  for (const member of ['eventFrom', 'eventUntil'] as const) {
    const value = query[member];
    if (value !== undefined && !parseFullCivilDate(value)) fault(member, 'date', 'must be a day that exists');
  }
  query.certificateIds?.forEach((id, index) => {
    if (!parseCertificateId(id))
      fault(`certificateIds/${index}`, 'certificate-id', 'must be a certificate id with its check character');
  });
  if (faults.length === 0) return;
  throw new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'The query is not valid',
    detail: 'Nothing was counted.',
    faults: faults.slice(0, 100),
  });
}

/** After an update from an earlier version, batches and facilities are read from the certificates in the background. */
async function assertAllRead({ batch, facility, eventFrom, eventUntil }: RevocationQuery, { db }: Services) {
  if ([batch, facility, eventFrom, eventUntil].every((value) => value === undefined)) return;
  if (!(await anyUnread(db))) return;
  throw new Problem({
    status: 503,
    code: 'UNAVAILABLE',
    title: 'Not ready yet',
    detail: 'Batches and facilities of earlier certificates are still being read. Try again later.',
    headers: { 'retry-after': '60' },
  });
}

const conflict = (detail: string) =>
  new Problem({ status: 409, code: 'CONFLICT', title: 'Nothing was confirmed', detail });

const shown = ({ id, counted, revoked, countedAt, confirmedAt, finishedAt }: RevocationJob) => ({
  id,
  state: finishedAt ? 'finished' : confirmedAt ? 'working' : 'to be confirmed',
  counted,
  revoked,
  countedAt: countedAt.toISOString(),
  ...(confirmedAt ? { confirmedAt: confirmedAt.toISOString() } : {}),
  ...(finishedAt ? { finishedAt: finishedAt.toISOString() } : {}),
});
