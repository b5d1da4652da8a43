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
        summary: 'The service can work: its database answers',
        response: { ...text, '5xx': { $ref: 'Problem#' } },
      },
    },
    async () => {
      const answered = await Promise.race([
        sql`select 1`.execute(services.db).then(
          () => true,
          () => false,
        ),
        new Promise<boolean>((resolve) => setTimeout(resolve, 2_000, false).unref()),
      ]);
      if (answered) return { status: 'UP' };
      throw new Problem({
        status: 503,
        code: 'UNAVAILABLE',
        title: 'Not ready',
        detail: 'The database does not answer.',
        headers: { 'retry-after': '5' },
      });
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
