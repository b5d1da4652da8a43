import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Issuer } from '../issuing/issuer.ts';
import { Problem } from '../problem.ts';
import { openFileShelf, type ShelvedFile } from '../publishing/file-shelf.ts';
import { partDigest, partLength, revocationListOf, revocationPart } from '../publishing/revocation-list.ts';
import { signsStatusLists, statusListOf } from '../publishing/status-list.ts';
import {
  entriesAt,
  latestPublication,
  type StatusPublication,
} from '../registry/publication/publish-revocations.ts';
import type { PublishedName } from '../registry/publication/published-files.ts';
import type { Tables } from '../registry/tables.ts';
import type { Services } from '../services.ts';
import { packedRidsFile, packedRidsParams } from './packed-rids-file.ts';
import { type SharedFile, sendFresh, sendLasting, sharedFile } from './send-fresh.ts';

const files: readonly { url: string; name: PublishedName; mediaType: string; summary: string }[] = [
  {
    url: '/status/trust-list',
    name: 'trust-list',
    mediaType: 'application/mohar-trust-list+jws',
    summary: 'Whose signatures count: issuers and their keys, signed',
  },
  {
    url: '/status/document-trust-list',
    name: 'document-trust-list',
    mediaType: 'application/mohar-document-trust-list+jws',
    summary:
      'Other issuers’ keys, for documents of other formats (EU, WHO, ICAO, SMART Health Cards), signed',
  },
  {
    url: '/status/card-revocations',
    name: 'card-revocations',
    mediaType: 'application/mohar-card-revocations+jws',
    summary: 'Which SMART Health Cards of other issuers are revoked: the signed head, which names its parts',
  },
  {
    url: '/status/filter',
    name: 'status-filter',
    mediaType: 'application/mohar-status-filter',
    summary: 'Which certificates are revoked, in the compact form for verifiers without a network',
  },
  {
    url: '/status/filter-delta',
    name: 'status-delta',
    mediaType: 'application/mohar-status-delta',
    summary: 'What was revoked since the filter was made',
  },
];

const binary = (mediaType: string, description: string) => ({
  200: { description, content: { [mediaType]: { schema: { type: 'string', format: 'binary' } } } },
  304: { description: 'Not changed since', type: 'null' },
  '4xx': { $ref: 'Problem#' },
});

/** Status that verifiers can carry: signed lists, for everybody, compressed, to be cached. */
export function statusRoutes(app: FastifyInstance, services: Services): void {
  const { db } = services;
  const shelf = openFileShelf(db);
  const signedHeads = signedCache<SharedFile>(50);
  const signedLists = signedCache<SharedFile | undefined>(50);
  const config = { access: 'public' as const, files: true };

  for (const { url, name, mediaType, summary } of files) {
    app.get(
      url,
      { config, schema: { tags: ['status'], summary, response: binary(mediaType, summary) } },
      async (request, reply) => {
        const file = await shelf.get(name);
        if (!file) throw notYet();
        return sendPublished(request, reply, mediaType, file);
      },
    );
  }

  app.get(
    '/status/card-revocations/:list',
    {
      config,
      schema: {
        tags: ['status'],
        summary: 'Ids of revoked SMART Health Cards of a key of another issuer; it never changes',
        params: packedRidsParams,
        response: binary('application/octet-stream', 'Packed ids, named by their SHA-256'),
      },
    },
    async (request, reply) => {
      const { list } = request.params as { list: string };
      return sendLasting(request, reply, 'application/octet-stream', packedRidsFile(db, list));
    },
  );

  app.get(
    '/status/revocation-list',
    {
      config,
      schema: {
        tags: ['status'],
        summary: 'The certificate revocation list: its signed head, which names its parts',
        description:
          'With `since`, only what came after the list of that serial number; its parts continue that list.',
        querystring: { type: 'object', properties: { since: { type: 'string', pattern: '^[0-9]{1,15}$' } } },
        response: binary('application/mohar-crl+jws', 'The signed head'),
      },
    },
    async (request, reply) => {
      const { since } = request.query as { since?: string };
      const mediaType = 'application/mohar-crl+jws';
      const file = await shelf.get('revocation-list');
      if (!file) throw notYet();
      if (since === undefined) return sendPublished(request, reply, mediaType, file);
      const earlier = await entriesAt(db, Number(since));
      const publication = await latestPublication(db);
      if (earlier === undefined || !publication)
        throw unknown('No list of this serial number was published.');
      const { issuer } = services;
      const head = await signedHeads.get(`since ${since}`, asOf(publication, issuer), async () =>
        sharedFile(
          await revocationListOf(db, issuer, publication, { serial: Number(since), entries: earlier }),
        ),
      );
      return sendFresh(request, reply, mediaType, head);
    },
  );

  app.get(
    '/status/revocation-list/:part',
    {
      config,
      schema: {
        tags: ['status'],
        summary: 'A part of the revocation list; it never changes',
        params: {
          type: 'object',
          properties: { part: { type: 'string', pattern: '^[0-9]{1,12}-[0-9]{1,5}$' } },
        },
        response: {
          200: {
            description: 'Entries: id, time, reason',
            type: 'array',
            items: { type: 'array', items: { type: 'string' } },
          },
          304: { description: 'Not changed since', type: 'null' },
          '4xx': { $ref: 'Problem#' },
        },
      },
      serializerCompiler: () => (data) => data as string,
    },
    async (request, reply) => {
      const [first = 0, count = 0] = (request.params as { part: string }).part.split('-').map(Number);
      const publication = await latestPublication(db);
      if (count < 1 || count > partLength || first + count > (publication?.entries ?? 0))
        throw unknown('The list has no such part.');
      const file = await revocationPartFile(db, first, count);
      return sendLasting(request, reply, 'application/json; charset=utf-8', file);
    },
  );

  app.get(
    '/status/lists/:list',
    {
      config,
      schema: {
        tags: ['status'],
        summary: 'A W3C Bitstring Status List, for certificates of VC 2.0 that stand in it',
        params: { type: 'object', properties: { list: { type: 'string', pattern: '^[0-9]{1,9}$' } } },
        response: {
          200: { description: 'The signed list', type: 'object', additionalProperties: true },
          304: { description: 'Not changed since', type: 'null' },
          '4xx': { $ref: 'Problem#' },
        },
        produces: ['application/vc'],
      },
      serializerCompiler: () => (data) => data as string,
    },
    async (request, reply) => {
      const list = Number((request.params as { list: string }).list);
      const publication = await latestPublication(db);
      if (!publication) throw notYet();
      const { issuer } = services;
      const found = await signedLists.get(`list ${list}`, asOf(publication, issuer), async () => {
        const credential = await statusListOf(db, issuer, list, publication);
        return credential && sharedFile(JSON.stringify(credential));
      });
      if (found === undefined) {
        throw unknown(
          signsStatusLists(issuer)
            ? 'No certificate stands in a list of this number.'
            : 'This issuer signs with RSA, which W3C status lists do not know: use the revocation list.',
        );
      }
      return sendFresh(request, reply, 'application/vc', found);
    },
  );
}

const sendPublished = (
  request: FastifyRequest,
  reply: FastifyReply,
  mediaType: string,
  { sha256, content }: ShelvedFile,
) => sendFresh(request, reply, mediaType, { sha256, read: () => content });

/** A part, which is read where the caller does not have it: the digests of full ones are kept. */
async function revocationPartFile(db: Kysely<Tables>, first: number, count: number): Promise<SharedFile> {
  const sha256 = await partDigest(db, first, count);
  const read = () => revocationPart(db, first, count);
  return sha256 === undefined ? sharedFile(await read()) : { sha256, read };
}

/** Of the same publication, another key signs another file. */
const asOf = ({ serial }: StatusPublication, { signer }: Issuer) => `${serial} ${signer.verificationMethod}`;

/** What was signed last, by name; of an earlier publication, or by an earlier key, it counts no more. */
function signedCache<File>(size: number) {
  const held = new Map<string, { version: string; signed: Promise<File> }>();
  return {
    get(name: string, version: string, sign: () => Promise<File>): Promise<File> {
      const kept = held.get(name);
      if (kept?.version === version) return kept.signed;
      const signed = sign();
      signed.catch(() => held.delete(name));
      held.delete(name);
      held.set(name, { version, signed });
      const oldest = held.keys().next().value;
      if (held.size > size && oldest !== undefined) held.delete(oldest);
      return signed;
    },
  };
}

const notYet = () =>
  new Problem({
    status: 503,
    code: 'UNAVAILABLE',
    title: 'Not published yet',
    detail: 'The service has just started: the list is being made.',
    headers: { 'retry-after': '5' },
  });

const unknown = (detail: string) =>
  new Problem({ status: 404, code: 'NOT_FOUND', title: 'No such list', detail });
