import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Seconds that a list may be kept by caches: of the minute that a revocation may take to be seen everywhere. */
const listsFreshFor = 20;

/**
 * Answers with a file that caches may keep for a while; with 304 where the caller has it already.
 *
 * @param version tells one content from another.
 * @param freshFor seconds.
 */
export function sendFresh(
  request: FastifyRequest,
  reply: FastifyReply,
  mediaType: string,
  version: string,
  content: Buffer | string,
  freshFor = listsFreshFor,
) {
  const etag = `"${createHash('sha256').update(version).digest('base64url').slice(0, 22)}"`;
  reply.header('etag', etag).header('cache-control', `public, max-age=${freshFor}`);
  if (request.headers['if-none-match']?.split(/,\s*/).includes(etag)) return reply.code(304).send();
  return reply.type(mediaType).send(content);
}
