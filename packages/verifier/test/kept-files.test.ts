import { afterEach, describe, expect, it, vi } from 'vitest';
import { type KeptFiles, keptInMemory, openKeptFiles } from '../src/trust-data/kept-files.ts';

/** What is used of the Cache API (W3C Service Workers, section 5). */
function cacheStorage() {
  const stored = new Map<string, Map<string, Response>>();
  return {
    open: async (name: string) => {
      const files = stored.get(name) ?? new Map<string, Response>();
      stored.set(name, files);
      return {
        match: async (url: string) => files.get(url)?.clone(),
        put: async (url: string, response: Response) => void files.set(url, response),
        delete: async (url: string) => files.delete(url),
        keys: async () => [...files.keys()].map((url) => ({ url })),
      };
    },
  };
}

afterEach(() => vi.unstubAllGlobals());

describe.each<[string, () => Promise<KeptFiles>]>([
  [
    'in the Cache API',
    () => {
      vi.stubGlobal('caches', cacheStorage());
      return openKeptFiles('https://host.example/verify/');
    },
  ],
  ['in memory', async () => keptInMemory()],
])('files that are kept %s', (_, open) => {
  it('are read as they were kept, until they are dropped', async () => {
    const kept = await open();
    await kept.keep('list.jws', Uint8Array.of(1, 2));
    expect(await kept.read('list.jws')).toEqual(Uint8Array.of(1, 2));
    await kept.drop('list.jws');
    expect(await kept.read('list.jws')).toBeUndefined();
  });

  it('are named by their folder', async () => {
    const kept = await open();
    const names = ['parts/-_aZ09', 'parts/other', 'parts.jws', 'partsOf/other', 'list.jws'];
    for (const name of names) await kept.keep(name, Uint8Array.of(1));
    expect(await kept.namesIn('parts')).toEqual(['parts/-_aZ09', 'parts/other']);
    expect(await kept.namesIn('nothing')).toEqual([]);
  });
});
