import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { Problem } from '../problem.ts';
import type { Tables } from '../registry/tables.ts';
import { callerOfApiKey } from './api-key.ts';
import type { TokenReader } from './oidc.ts';
import type { Caller, Role } from './role.ts';

/** Who may use a route: everybody, or callers with one of the roles. */
export type Access = 'public' | readonly Role[];

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** It answers with files that are the same for everybody: strangers may ask more often. */
    files?: boolean;
  }
  interface FastifyRequest {
    caller: Caller;
  }
}

const nobody: Caller = { id: 'public', roles: new Set() };
const isJwt = (token: string) => /^eyJ[\w-]*\.[\w-]*\.[\w-]*$/.test(token);

/**
 * Denies by default: a route that does not say who may use it cannot be registered, and every request is
 * checked against what its route says, before its body is read.
 */
export function guardRoutes(
  app: FastifyInstance,
  db: Kysely<Tables>,
  readToken: TokenReader | undefined,
): void {
  app.decorateRequest('caller', null as unknown as Caller);
  app.addHook('onRoute', (route) => {
    const { config, method, url } = route;
    // The documentation's pages come from a library.
    if (url.startsWith('/docs')) route.config = { ...config, access: 'public' };
    else if (config?.access === 'public') route.schema = { ...route.schema, security: [] };
    else if (!config?.access)
      throw new Error(`Route ${method} ${url} does not say who may use it (config.access).`);
  });
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access;
    request.caller = nobody;
    // No route at all: told by the 404 that follows.
    if (request.routeOptions.url === undefined || access === 'public') return;
    if (access === undefined) throw forbidden([]);
    const caller = await callerOf(request, db, readToken);
    if (!caller) {
      await app.countFailedSignIn(request);
      throw unauthorized();
    }
    if (!access.some((role) => caller.roles.has(role))) throw forbidden(access);
    request.caller = caller;
  });
}

async function callerOf(request: FastifyRequest, db: Kysely<Tables>, readToken: TokenReader | undefined) {
  const match = /^Bearer ([\x21-\x7e]{1,8192})$/i.exec(request.headers.authorization ?? '');
  const token = match?.[1];
  if (token === undefined) return undefined;
  const byKey = await callerOfApiKey(db, token);
  return byKey ?? (readToken && isJwt(token) ? readToken(token) : undefined);
}

const unauthorized = () =>
  new Problem({
    status: 401,
    code: 'UNAUTHORIZED',
    title: 'Sign in first',
    detail: 'Send Authorization: Bearer with an API key or a token of the configured OpenID provider.',
    faults: [
      { pointer: 'Authorization', rule: 'bearer', message: 'must be a Bearer key or token that is in force' },
    ],
    headers: { 'www-authenticate': 'Bearer realm="mohar"' },
  });

const forbidden = (access: readonly Role[]) =>
  new Problem({
    status: 403,
    code: 'FORBIDDEN',
    title: 'Not allowed',
    detail: `This needs one of the roles: ${access.join(', ')}.`,
    faults: [
      { pointer: 'Authorization', rule: 'role', message: `must have one of the roles: ${access.join(', ')}` },
    ],
  });
