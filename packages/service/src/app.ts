import { randomUUID } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { answerProblems } from './answer-problems.ts';
import { guardRoutes } from './auth/access.ts';
import { oidcTokens } from './auth/oidc.ts';
import type { Config } from './config.ts';
import { limitStrangers } from './limit-strangers.ts';
import { loggerOptions } from './logger.ts';
import { observeRequests } from './observe-requests.ts';
import { openapiHeader } from './openapi-header.ts';
import { faultSchema, problemSchema } from './problem.ts';
import { bulkRoutes } from './routes/bulk.ts';
import { cardIssuerRoutes } from './routes/card-issuer.ts';
import { certificateRoutes } from './routes/certificates.ts';
import { certifyRoutes } from './routes/certify.ts';
import { correctRoutes } from './routes/correct.ts';
import { exportRoutes } from './routes/exports.ts';
import { historyRoutes } from './routes/history.ts';
import { operationRoutes } from './routes/operations.ts';
import { revocationCheckRoutes } from './routes/revocation-check.ts';
import { revocationRoutes } from './routes/revocations.ts';
import { revokeRoutes } from './routes/revoke.ts';
import { shelveSharedFiles } from './routes/send-fresh.ts';
import { sheetRoutes } from './routes/sheets.ts';
import { statusRoutes } from './routes/status.ts';
import { templateRoutes } from './routes/templates.ts';
import { verifierAppRoutes } from './routes/verifier-app.ts';
import { verifyRoutes } from './routes/verify.ts';
import { wellKnownRoutes } from './routes/well-known.ts';
import type { Services } from './services.ts';

/** What of the configuration the HTTP side needs. */
export type HttpConfig = Pick<
  Config,
  'bodyLimit' | 'rateLimit' | 'logLevel' | 'trustProxy' | 'oidc' | 'metricsPublic'
>;

/** Request ids of callers are taken over where they cannot do harm in a log. */
const saneRequestId = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * Builds the HTTP application.
 *
 * @param logStream where log lines go, standard output by default.
 */
export async function buildApp(
  services: Services,
  config: HttpConfig,
  logStream?: { write(line: string): void },
): Promise<FastifyInstance> {
  const app = Fastify({
    logger: loggerOptions(config.logLevel, logStream),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && saneRequestId.test(given) ? given : randomUUID();
    },
    bodyLimit: config.bodyLimit,
    trustProxy: config.trustProxy,
    routerOptions: { maxParamLength: 300 },
    ajv: { customOptions: { allErrors: true, strict: false, coerceTypes: false, removeAdditional: false } },
    // What was accepted is finished before the process ends.
    forceCloseConnections: 'idle',
  });
  app.removeContentTypeParser('text/plain');
  app.addSchema(faultSchema);
  app.addSchema(problemSchema);
  answerProblems(app);
  observeRequests(app, services.metrics);

  await app.register(swagger, { openapi: openapiHeader });
  await app.register(rateLimit, { global: false });
  guardRoutes(app, services.db, config.oidc && oidcTokens(config.oidc));
  limitStrangers(app, config.rateLimit);
  shelveSharedFiles(app);
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    logo: { type: 'image/svg+xml', content: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
    theme: { title: 'Mohar' },
  });

  certifyRoutes(app, services);
  correctRoutes(app, services);
  revokeRoutes(app, services);
  revocationRoutes(app, services);
  certificateRoutes(app, services);
  sheetRoutes(app, services);
  historyRoutes(app, services);
  verifyRoutes(app, services);
  revocationCheckRoutes(app, services);
  statusRoutes(app, services);
  wellKnownRoutes(app, services);
  cardIssuerRoutes(app, services);
  templateRoutes(app, services);
  await app.register((scope) => exportRoutes(scope, services));
  await app.register((scope) => bulkRoutes(scope, services));
  await app.register((scope) => verifierAppRoutes(scope, services));
  operationRoutes(app, services, config.metricsPublic);
  return app;
}
