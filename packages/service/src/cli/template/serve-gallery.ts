import { createReadStream } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { CommandError } from '../command-error.ts';

/** A gallery that browsers of this machine look at. */
export interface ServedGallery {
  readonly address: string;
  /** Tells the pages that are open to load again. */
  changed(): void;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.png': 'image/png',
  '.pdf': 'application/pdf',
};

/** No part leads upwards, and nothing hidden is given out. */
const plainPath = /^(?:\/[\w+-][\w.+-]*)+$/;

/** The path that is asked for; empty where it is none. Any page of the web can have a browser ask for anything here. */
function pathOf(target = '/'): string {
  try {
    const path = decodeURIComponent(target.replace(/\?.*$/s, ''));
    return path === '/' ? '/index.html' : path;
  } catch {
    return '';
  }
}

/**
 * Serves a folder on 127.0.0.1, and nowhere else.
 *
 * @throws CommandError where the port is none, or taken.
 */
export async function serveGallery(directory: string, port: number): Promise<ServedGallery> {
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535))
    throw new CommandError('--port: a whole number up to 65535.');
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const { host } = request.headers;
    const refuse = (status: number) => response.writeHead(status).end();
    // Only who means this machine: no page from elsewhere that has its own name for it.
    if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host ?? '')) return refuse(403);
    if (request.method !== 'GET') return refuse(405);
    const path = pathOf(request.url);
    if (path === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('\n');
      open.add(response);
      return response.on('close', () => open.delete(response));
    }
    const type = types[extname(path)];
    if (!type || !plainPath.test(path)) return refuse(404);
    return createReadStream(join(directory, path))
      .once('open', () =>
        response.writeHead(200, {
          'content-type': type,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'cross-origin-resource-policy': 'same-origin',
        }),
      )
      .on('error', () => (response.headersSent ? response.destroy() : refuse(404)))
      .pipe(response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ message }) => reject(new CommandError(`--port ${port}: ${message}`)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    changed: () => {
      for (const response of open) response.write('event: change\ndata:\n\n');
    },
    close: async () => {
      for (const response of open) response.end();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
