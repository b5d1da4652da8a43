import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

/** Asked for all the time by what watches over the service. */
const exempt = ['/health', '/health/live', '/health/ready', '/divoc/api/v1/ping'];

/**
 * Limits what callers without sign-in may ask, by address: requests to public routes, and failed sign-ins.
 *
 * @param perMinute for each address, and for each of the two.
 */
export function limitStrangers(app: FastifyInstance, perMinute: number): void {
  const setting = { max: perMinute, timeWindow: '1 minute' };
  const publicRequests = app.createRateLimit(setting);
  // A page is many files, and a border post's devices share an address.
  const files = app.createRateLimit({ ...setting, max: perMinute * 20 });
  const failedSignIns = app.createRateLimit(setting);
  const count = async (limit: typeof publicRequests, request: FastifyRequest) => {
    const answer = await limit(request);
    if (answer.isAllowed || !answer.isExceeded) return;
    throw new Problem({
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      title: 'Too many requests',
      detail: 'Wait as long as Retry-After says, then try again.',
      headers: { 'retry-after': String(answer.ttlInSeconds) },
    });
  };
  app.addHook('onRequest', async (request) => {
    const { url, config } = request.routeOptions;
    if (config.access === 'public' && url !== undefined && !exempt.includes(url))
      await count(config.files ? files : publicRequests, request);
  });
  app.decorate('countFailedSignIn', (request: FastifyRequest) => count(failedSignIns, request));
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Answers 429 instead of the 401 that is due, once there were too many of them. */
    countFailedSignIn(request: FastifyRequest): Promise<void>;
  }
}
