import type { FastifyInstance } from 'fastify';
import { didDocument } from '../publishing/did-document.ts';
import { jwks } from '../publishing/jwks.ts';
import type { Services } from '../services.ts';
import { sendFresh, sharedFile } from './send-fresh.ts';

/** Seconds that caches may keep the keys: a successor is announced days before it signs. */
const freshFor = 300;

/** The issuer's public keys where verifiers of DIDs and of JOSE look for them. */
export function wellKnownRoutes(app: FastifyInstance, services: Services): void {
  const files = [
    {
      url: '/.well-known/did.json',
      mediaType: 'application/did+ld+json',
      summary: 'The issuer’s DID document (did:web)',
      content: () => didDocument(services.issuer.pack.issuer.did, services.keeper.keys),
    },
    {
      url: '/.well-known/jwks.json',
      mediaType: 'application/jwk-set+json',
      summary: 'The issuer’s keys as a JWK Set (RFC 7517)',
      content: () => jwks(services.keeper.keys),
    },
  ];
  for (const { url, mediaType, summary, content } of files) {
    app.get(
      url,
      {
        config: { access: 'public', files: true },
        schema: {
          tags: ['verify'],
          summary,
          description:
            'With the keys that are announced and those that sign no longer. When each counts is in the trust list only.',
          response: {
            200: {
              description: summary,
              content: { [mediaType]: { schema: { type: 'object', additionalProperties: true } } },
            },
            304: { description: 'Not changed since', type: 'null' },
          },
        },
      },
      async (request, reply) => {
        const text = JSON.stringify(content());
        // As bytes: these types take no charset.
        return sendFresh(request, reply, mediaType, sharedFile(Buffer.from(text)), freshFor);
      },
    );
  }
}
