/** Fetches one of the data files; undefined where there is none. Rejects where the network fails. */
export type FetchFile = (name: string) => Promise<Uint8Array | undefined>;

/** Fetches from the folder `data/` beside the app. */
export const fetchFrom =
  (base: string): FetchFile =>
  async (name) => {
    const response = await fetch(new URL(`data/${name}`, base), { cache: 'no-cache' });
    // Some hosts answer with a page of their own where there is no file.
    const isPage = response.headers.get('content-type')?.startsWith('text/html');
    if (response.status === 404 || isPage) return undefined;
    if (!response.ok) throw new Error(`The host answered ${response.status}.`);
    return new Uint8Array(await response.arrayBuffer());
  };
