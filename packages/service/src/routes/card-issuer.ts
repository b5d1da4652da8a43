import type { FastifyInstance, FastifyReply } from 'fastify';
import { Problem } from '../problem.ts';
import { cardIssuerFiles } from '../publishing/card-issuer-files.ts';
import type { Services } from '../services.ts';
import { sendFresh, sharedFile } from './send-fresh.ts';

const mediaType = 'application/json';

/** Verifiers of cards run in browsers, on other sites: the specification wants these files open to all. */
const openToAll = (reply: FastifyReply) => reply.header('access-control-allow-origin', '*');

/** Keys and revoked cards of the issuer of SMART Health Cards, where its `iss` (`…/shc`) leads verifiers. */
export function cardIssuerRoutes(app: FastifyInstance, services: Services): void {
  const issuer = cardIssuerFiles(services.db, () => services.documentKeys.keys);
  const config = { access: 'public' as const, files: true };
  const answers = (description: string) => ({
    200: {
      description,
      content: { [mediaType]: { schema: { type: 'object', additionalProperties: true } } },
    },
    304: { description: 'Not changed since', type: 'null' },
    '4xx': { $ref: 'Problem#' },
  });
  app.get(
    '/shc/.well-known/jwks.json',
    {
      config,
      schema: {
        tags: ['verify'],
        summary: 'Keys of SMART Health Cards, as a JWK Set',
        response: answers('P-256 keys; `crlVersion` tells of the list of revoked cards'),
      },
    },
    async (request, reply) => {
      const text = await issuer.keySet();
      return sendFresh(request, openToAll(reply), mediaType, sharedFile(Buffer.from(text)));
    },
  );
  app.get(
    '/shc/.well-known/crl/:file',
    {
      config,
      schema: {
        tags: ['status'],
        summary: 'Revoked SMART Health Cards of a key',
        params: {
          type: 'object',
          // The thumbprint of the key, and ".json".
          properties: { file: { type: 'string', pattern: '^[A-Za-z0-9_-]{43}\\.json$' } },
        },
        response: answers('Their revocation ids (`rid`)'),
      },
    },
    async (request, reply) => {
      const { file } = request.params as { file: string };
      const kid = file.slice(0, -'.json'.length);
      const text = await issuer.revocations(kid);
      if (text === undefined) {
        throw new Problem({
          status: 404,
          code: 'NOT_FOUND',
          title: 'Not found',
          detail: 'The key set has no key of this id.',
        });
      }
      return sendFresh(request, openToAll(reply), mediaType, sharedFile(Buffer.from(text)));
    },
  );
}
