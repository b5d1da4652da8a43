import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type GzipShelf, openGzipShelf, takesGzip } from './gzip.ts';

/** A file for everybody. */
export interface SharedFile {
  /** Of its bytes, base64url: another file with the same is the same. */
  readonly sha256: string;
  /** Asked for where the caller does not have it yet, nor does the shelf of compressed files. */
  read(): Buffer | string | Promise<Buffer | string>;
}

/** A file that is at hand. */
export const sharedFile = (content: Buffer | string): SharedFile => ({
  sha256: createHash('sha256').update(content).digest('base64url'),
  read: () => content,
});

/** Gives an application its shelf of compressed files. */
export function shelveSharedFiles(app: FastifyInstance): void {
  app.decorate('sharedFiles', openGzipShelf());
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Compressed files that were asked for. */
    readonly sharedFiles: GzipShelf;
  }
}

/** Seconds that a list may be kept by caches: of the minute that a revocation may take to be seen everywhere. */
const listsFreshFor = 20;

/**
 * Answers with a file that caches may keep for a while: compressed where the caller takes it so, with 304 where the caller
 * has it already.
 *
 * @param freshFor seconds.
 */
export const sendFresh = (
  request: FastifyRequest,
  reply: FastifyReply,
  mediaType: string,
  file: SharedFile,
  freshFor = listsFreshFor,
): Promise<FastifyReply> => send(request, reply, mediaType, file, `public, max-age=${freshFor}`);

/** The same for a file that never changes. */
export const sendLasting = (
  request: FastifyRequest,
  reply: FastifyReply,
  mediaType: string,
  file: SharedFile,
): Promise<FastifyReply> => send(request, reply, mediaType, file, 'public, max-age=31536000, immutable');

async function send(
  { headers, server }: FastifyRequest,
  reply: FastifyReply,
  mediaType: string,
  { sha256, read }: SharedFile,
  cacheControl: string,
): Promise<FastifyReply> {
  const gzip = takesGzip(headers['accept-encoding']);
  // Two forms of a file are not the same bytes: each has its own tag (RFC 9110, section 8.8.3.3).
  const tags = { plain: `"${sha256}"`, gzip: `"${sha256}-gzip"` };
  const held = (tag: string) => isHeld(headers['if-none-match'], tag);
  const answer = (tag: string) =>
    reply.headers({ 'cache-control': cacheControl, vary: 'accept-encoding', etag: tag });
  const likely = gzip ? tags.gzip : tags.plain;
  // Whoever has it costs no reading.
  if (held(likely)) return answer(likely).code(304).send();

  let reading: Promise<Buffer | string> | undefined;
  const content = () => {
    reading ??= Promise.resolve(read());
    return reading;
  };
  const compressed = gzip ? await server.sharedFiles.get(sha256, content) : undefined;
  const tag = compressed ? tags.gzip : tags.plain;
  if (held(tag)) return answer(tag).code(304).send();
  const sent = compressed ?? (await content());
  if (compressed) reply.header('content-encoding', 'gzip');
  return answer(tag).type(mediaType).send(sent);
}

/** Proxies mark tags as weak where they have changed the encoding. */
const isHeld = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) ?? false;
