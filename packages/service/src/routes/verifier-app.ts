import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../problem.ts';
import { openFileShelf } from '../publishing/file-shelf.ts';
import { countryFile, logoFile, verifierApp, verifierFiles } from '../publishing/verifier-data.ts';
import type { Services } from '../services.ts';
import { packedRidsFile, packedRidsParams } from './packed-rids-file.ts';
import { sendFresh, sendLasting, sharedFile } from './send-fresh.ts';

const headers = {
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *",
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
};

/** The verifier web app at `/verify/`, and the signed data beside it. It asks nothing else of the service. */
export async function verifierAppRoutes(app: FastifyInstance, services: Services): Promise<void> {
  const config = { access: 'public' as const, files: true };
  const hidden = { hide: true };
  const shelf = openFileShelf(services.db);

  app.get('/verify', { config, schema: hidden }, (_request, reply) => reply.redirect('verify/', 308));
  app.get('/verify/data/country.json', { config, schema: hidden }, (request, reply) => {
    const country = countryFile(services.issuer.pack);
    return sendFresh(request, reply, 'application/json; charset=utf-8', sharedFile(country));
  });
  app.get('/verify/data/logo.svg', { config, schema: hidden }, (request, reply) => {
    const logo = logoFile(services.issuer.pack);
    return sendFresh(request, reply, 'image/svg+xml', sharedFile(logo));
  });
  for (const [path, { name, mediaType }] of Object.entries(verifierFiles)) {
    app.get(`/verify/data/${path}`, { config, schema: hidden }, async (request, reply) => {
      const file = await shelf.get(name);
      if (!file) throw notThere('It is not published yet.');
      return sendFresh(request, reply, mediaType, { sha256: file.sha256, read: () => file.content });
    });
  }
  app.get(
    '/verify/data/card-revocations/:list',
    {
      config,
      schema: {
        ...hidden,
        params: packedRidsParams,
      },
    },
    async (request, reply) => {
      const { list } = request.params as { list: string };
      return sendLasting(request, reply, 'application/octet-stream', packedRidsFile(services.db, list));
    },
  );

  await app.register(fastifyStatic, {
    root: verifierApp,
    serve: false,
    cacheControl: false,
    preCompressed: true,
  });
  app.get('/verify/*', { config, schema: hidden }, (request, reply) => {
    if (!existsSync(join(verifierApp, 'index.html')))
      throw notThere('The web app is not built: npm run build -w @mohar/verifier');
    const path = (request.params as { '*': string })['*'] || 'index.html';
    // What has a digest in its name never changes; everything else is asked for again.
    const lasting = path.startsWith('assets/');
    reply.headers(headers);
    reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
    return reply.sendFile(path);
  });
}

const notThere = (detail: string) =>
  new Problem({ status: 404, code: 'NOT_FOUND', title: 'Not there', detail });
