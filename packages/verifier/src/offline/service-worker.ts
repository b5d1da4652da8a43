/**
 * Keeps the app on the device, so that it opens without a network. Files of one build are kept together and replaced
 * together. The build puts in which files they are.
 */
import { answerFor, looks } from './answer-for.ts';
import type { ServiceWorkerScope } from './service-worker-scope.ts';

declare const __OFFLINE_FILES__: { version: string; shell: string[]; later: string[] };

const worker = globalThis as unknown as ServiceWorkerScope;
const { version, shell, later } = __OFFLINE_FILES__;
const { scope } = worker.registration;
const family = `mohar-app ${scope} `;
const cacheName = family + version;
const looksCache = `mohar-looks ${scope}`;
const files = new Set([...shell, ...later]);

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(worker.skipWaiting());
  if (event.data === 'keep-later') event.waitUntil(keepLater());
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const answer = answerFor(request.url, scope, request.mode === 'navigate', files);
  if (answer.from === 'shell') event.respondWith(fromShell(answer.file, request));
  if (answer.from === 'kept-then-network') {
    const fetched = fetchLook(answer.file);
    event.waitUntil(fetched.catch(() => undefined));
    event.respondWith(keptLook(answer.file).then((kept) => kept ?? fetched));
  }
});

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  await Promise.all(shell.map((file) => keep(cache, file)));
  await Promise.allSettled(looks.map(fetchLook));
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(family) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function keepLater(): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const file of later) {
    if (!(await cache.match(placeOf(file)))) await keep(cache, file);
  }
}

async function fromShell(file: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(placeOf(file))) ?? fetch(request);
}

async function keep(cache: Cache, file: string): Promise<void> {
  // Some hosts send `index.html` to the folder: the folder is what is asked for.
  const place = file === 'index.html' ? scope : placeOf(file);
  const response = await fetch(place, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${file}: the host answered ${response.status}.`);
  // What was redirected must not answer for a page.
  const { headers } = response;
  const whole = response.redirected ? new Response(await response.blob(), { headers }) : response;
  await cache.put(placeOf(file), whole);
}

async function fetchLook(file: string): Promise<Response> {
  const response = await fetch(placeOf(file), { cache: 'no-cache' });
  const isPage = response.headers.get('content-type')?.startsWith('text/html');
  if (response.ok && !isPage) await (await caches.open(looksCache)).put(placeOf(file), response.clone());
  return response;
}

const keptLook = async (file: string) => (await caches.open(looksCache)).match(placeOf(file));

function placeOf(file: string): string {
  return new URL(file, scope).href;
}
