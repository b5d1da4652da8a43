import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { sendFresh, sendLasting, sharedFile, shelveSharedFiles } from '../../src/routes/send-fresh.ts';

const text = (word: string) => `${word} `.repeat(1_000);

/** An application with one file at `/`, and how often it was read. */
function serving(first: Buffer | string) {
  const place = { file: sharedFile(first), reads: 0 };
  const app = Fastify();
  shelveSharedFiles(app);
  const counted = () => ({
    sha256: place.file.sha256,
    read: async () => {
      place.reads += 1;
      return place.file.read();
    },
  });
  app.get('/', (request, reply) => sendFresh(request, reply, 'text/plain', counted()));
  app.register(async (scope) => {
    scope.get('/lasting', (request, reply) => sendLasting(request, reply, 'text/plain', counted()));
  });
  const get = (headers: Record<string, string> = {}, url = '/') => app.inject({ url, headers });
  return { get, place };
}
const gzip = { 'accept-encoding': 'gzip' };
const held = (answer: { headers: Record<string, unknown> }) => ({
  'if-none-match': String(answer.headers.etag),
});

test('another content has another tag, and its own bytes in both forms, at once', async () => {
  const { get, place } = serving(text('one'));
  const [one, oneSmall] = [await get(), await get(gzip)];
  place.file = sharedFile(text('two'));
  const [two, twoSmall] = [await get(), await get(gzip)];
  expect([one.body, two.body]).toEqual([text('one'), text('two')]);
  expect([oneSmall, twoSmall].map(({ rawPayload }) => gunzipSync(rawPayload).toString())).toEqual([
    text('one'),
    text('two'),
  ]);
  expect(new Set([one, two, oneSmall, twoSmall].map(({ headers }) => headers.etag)).size).toBe(4);
  expect((await get({ ...gzip, ...held(oneSmall) })).statusCode).toBe(200);
  place.file = sharedFile(text('one'));
  expect((await get({ ...gzip, ...held(oneSmall) })).statusCode).toBe(304);
});

test('applications of one process have a shelf each, which their scopes share', async () => {
  const [first, second] = [serving(text('same')), serving(text('same'))];
  for (const { get, place } of [first, second]) {
    await get(gzip);
    await get(gzip);
    const lasting = await get(gzip, '/lasting');
    expect(lasting.headers['cache-control']).toContain('immutable');
    expect(place.reads).toBe(1);
  }
});

test('whoever has a file costs no reading', async () => {
  for (const content of ['small', text('large'), randomBytes(5_000)]) {
    const { get, place } = serving(content);
    const [plain, packed] = [await get(), await get(gzip)];
    expect(place.reads).toBe(2);
    for (const headers of [held(plain), { ...gzip, ...held(packed) }]) {
      const answer = await get(headers);
      expect([answer.statusCode, answer.body, answer.headers.etag]).toEqual([
        304,
        '',
        headers['if-none-match'],
      ]);
      expect(answer.headers).toMatchObject({
        vary: 'accept-encoding',
        'cache-control': 'public, max-age=20',
      });
    }
    expect(place.reads).toBe(2);
  }
});

test('a file that could not be read is read again', async () => {
  const { get, place } = serving(text('x'));
  const { file } = place;
  place.file = {
    ...file,
    read: () => {
      throw Object.assign(new Error('gone'), { statusCode: 404 });
    },
  };
  for (const headers of [{}, gzip]) {
    const answer = await get(headers);
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([404, undefined]);
  }
  place.file = file;
  expect(gunzipSync((await get(gzip)).rawPayload).toString()).toBe(text('x'));
});
