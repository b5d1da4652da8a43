import { readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

/** A static host of the app, as anybody could run one. */
export interface Site {
  /** Such as `http://localhost:4711/verify/`. */
  readonly url: string;
  /** What was asked for since the last look: method, path with query, headers and body of every request. */
  takeRequests(): readonly string[];
  /** From now on the host cannot answer for files with such names. */
  withhold(names: RegExp | undefined): void;
  close(): Promise<void>;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

export const builtApp = join(import.meta.dirname, '../../../dist');

/**
 * Serves the built app below `/verify/`, with files of `data` in `/verify/data/`.
 *
 * @param data by name; may be changed while it serves.
 * @param port 0 for any that is free.
 */
export async function serveSite(
  data: ReadonlyMap<string, string | Uint8Array>,
  pages: Readonly<Record<string, string>> = {},
  port = 0,
): Promise<Site> {
  let requests: string[] = [];
  let withheld: RegExp | undefined;
  const server: Server = createServer((request, response) => {
    const body: Buffer[] = [];
    request.on('data', (chunk: Buffer) => body.push(chunk));
    request.on('end', () => {
      requests.push(
        `${request.method} ${request.url} ${JSON.stringify(request.headers)} ${Buffer.concat(body)}`,
      );
      const path = normalize(decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/'));
      const found = contentOf(path, data, pages);
      if (withheld?.test(path)) response.writeHead(503).end();
      else if (!found) response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': found.type }).end(found.content);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/verify/`,
    takeRequests: () => {
      const taken = requests;
      requests = [];
      return taken;
    },
    withhold: (names) => {
      withheld = names;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function contentOf(
  path: string,
  data: ReadonlyMap<string, string | Uint8Array>,
  pages: Readonly<Record<string, string>>,
): { type: string; content: string | Uint8Array } | undefined {
  const page = pages[path];
  if (page !== undefined) return { type: 'text/html; charset=utf-8', content: page };
  if (!path.startsWith('/verify/')) return undefined;
  const name = path.slice('/verify/'.length) || 'index.html';
  const type = types[extname(name)] ?? 'application/octet-stream';
  if (name.startsWith('data/')) {
    const content = data.get(name.slice('data/'.length));
    return content === undefined ? undefined : { type, content };
  }
  const file = join(builtApp, name);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
  return { type, content: readFileSync(file) };
}
