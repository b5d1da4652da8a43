import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';

/** For those who run the service: heartbeat, health and metrics. */
export function operationRoutes(app: FastifyInstance, services: Services, metricsPublic: boolean): void {
  const text = { 200: { type: 'object', properties: { status: { type: 'string' } } } };
  app.get(
    '/divoc/api/v1/ping',
    { config: { access: 'public' }, schema: { tags: ['operations'], summary: 'Heartbeat', response: text } },
    async () => ({ status: 'UP' }),
  );
  app.get(
    '/health/live',
    {
      config: { access: 'public' },
      schema: { tags: ['operations'], summary: 'The process runs', response: text },
    },
    async () => ({ status: 'UP' }),
  );
  app.get(
    '/health/ready',
    {
      config: { access: 'public' },
      schema: {
        tags: ['operations'],
        summary: 'The service can work: its database answers, and it has a key to sign with',
        response: { ...text, '5xx': { $ref: 'Problem#' } },
      },
    },
    async () => {
      if (!(await answers(services))) throw notReady('The database does not answer.');
      if (!services.keeper.canSign()) throw notReady('There is no key that counts to sign with.');
      return { status: 'UP' };
    },
  );
  app.get(
    '/health',
    {
      config: { access: 'public' },
      schema: {
        tags: ['operations'],
        summary: 'How the service is, and what somebody should do something about',
        description:
          'WARN: it works, and will not for ever. DOWN (status 503): it cannot issue certificates at the moment.',
        response: { 200: healthSchema, 503: healthSchema },
      },
    },
    async (_request, reply) => {
      const { keeper, documentKeys } = services;
      const warnings: { code: string; message: string }[] = [
        ...keeper.warnings(),
        ...documentKeys.warnings(),
      ].map(({ code, message }) => ({ code, message }));
      const answered = await answers(services);
      if (!answered)
        warnings.push({ code: 'DATABASE_UNAVAILABLE', message: 'The database does not answer.' });
      if (!answered || !keeper.canSign()) return reply.code(503).send({ status: 'DOWN', warnings });
      return { status: warnings.length > 0 ? 'WARN' : 'UP', warnings };
    },
  );
  app.get(
    '/metrics',
    {
      config: { access: metricsPublic ? 'public' : ['system-admin', 'controller'] },
      schema: {
        tags: ['operations'],
        summary: 'Prometheus metrics',
        response: {
          200: { description: 'Text format', content: { 'text/plain': { schema: { type: 'string' } } } },
        },
      },
    },
    async (_request, reply) => reply.type(services.metrics.contentType).send(await services.metrics.text()),
  );
}

const healthSchema = {
  type: 'object',
  required: ['status', 'warnings'],
  properties: {
    status: { type: 'string', enum: ['UP', 'WARN', 'DOWN'] },
    warnings: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'message'],
        properties: { code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

/** Whether the database answers within two seconds. */
const answers = ({ db }: Services): Promise<boolean> =>
  Promise.race([
    sql`select 1`.execute(db).then(
      () => true,
      () => false,
    ),
    new Promise<boolean>((resolve) => setTimeout(resolve, 2_000, false).unref()),
  ]);

const notReady = (detail: string) =>
  new Problem({
    status: 503,
    code: 'UNAVAILABLE',
    title: 'Not ready',
    detail,
    headers: { 'retry-after': '5' },
  });
