/** Files that stay on this device. What is read from it is verified anew, every time. */
export interface KeptFiles {
  read(name: string): Promise<Uint8Array | undefined>;
  keep(name: string, file: Uint8Array): Promise<void>;
  drop(name: string): Promise<void>;
  /** Names of those in a folder. */
  namesIn(folder: string): Promise<readonly string[]>;
}

/**
 * In the Cache API; where a browser denies it (some frames in other sites), in memory.
 *
 * @param base URL of the folder that the app is served from: apps of other folders keep their own.
 */
export async function openKeptFiles(base: string): Promise<KeptFiles> {
  try {
    const cache = await caches.open(`mohar-trust-data ${base}`);
    const place = (name: string) => new URL(`kept/${name}`, base).href;
    return {
      read: async (name) => {
        const found = await cache.match(place(name));
        return found && new Uint8Array(await found.arrayBuffer());
      },
      keep: (name, file) => cache.put(place(name), new Response(Uint8Array.from(file))),
      drop: async (name) => {
        await cache.delete(place(name));
      },
      namesIn: async (folder) =>
        (await cache.keys())
          .filter(({ url }) => url.startsWith(place(`${folder}/`)))
          .map(({ url }) => url.slice(place('').length)),
    };
  } catch {
    return keptInMemory();
  }
}

/** Forgotten with the page. */
export function keptInMemory(): KeptFiles {
  const files = new Map<string, Uint8Array>();
  return {
    read: async (name) => files.get(name),
    keep: async (name, file) => {
      files.set(name, file);
    },
    drop: async (name) => {
      files.delete(name);
    },
    namesIn: async (folder) => [...files.keys()].filter((name) => name.startsWith(`${folder}/`)),
  };
}
