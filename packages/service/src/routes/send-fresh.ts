import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { openGzipShelf, takesGzip } from './gzip.ts';

/** Seconds that a list may be kept by caches: of the minute that a revocation may take to be seen everywhere. */
const listsFreshFor = 20;

const shelf = openGzipShelf();

/**
 * Answers with a file that caches may keep for a while: compressed where the caller takes it so, with 304 where the caller
 * has it already.
 *
 * @param version tells one content of this media type from another.
 * @param freshFor seconds.
 */
export const sendFresh = (
  request: FastifyRequest,
  reply: FastifyReply,
  mediaType: string,
  version: string,
  content: Buffer | string,
  freshFor = listsFreshFor,
): Promise<FastifyReply> =>
  send(request, reply.header('cache-control', `public, max-age=${freshFor}`), mediaType, version, content);

/** The same for a file that never changes. @param version of it: its name. */
export const sendLasting = (
  request: FastifyRequest,
  reply: FastifyReply,
  mediaType: string,
  version: string,
  content: Buffer | string,
): Promise<FastifyReply> =>
  send(
    request,
    reply.header('cache-control', 'public, max-age=31536000, immutable'),
    mediaType,
    version,
    content,
  );

async function send(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  mediaType: string,
  version: string,
  content: Buffer | string,
): Promise<FastifyReply> {
  const tag = createHash('sha256').update(`${mediaType}\n${version}`).digest('base64url').slice(0, 22);
  const compressed = takesGzip(headers['accept-encoding']) ? await shelf.get(tag, content) : undefined;
  // Two forms of a file are not the same bytes: each has its own tag (RFC 9110, section 8.8.3.3).
  const etag = compressed ? `"${tag}-gzip"` : `"${tag}"`;
  reply.header('vary', 'accept-encoding').header('etag', etag);
  if (isHeld(headers['if-none-match'], etag)) return reply.code(304).send();
  if (compressed) reply.header('content-encoding', 'gzip');
  return reply.type(mediaType).send(compressed ?? content);
}

/** Proxies mark tags as weak where they have changed the encoding. */
const isHeld = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) ?? false;
