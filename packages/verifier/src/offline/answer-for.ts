/** How a request of the app is answered. */
export type Answer =
  /** The app's page, as it is kept. */
  | { readonly from: 'shell'; readonly file: string }
  /** What is kept, while a newer one is fetched for the next time. */
  | { readonly from: 'kept-then-network'; readonly file: string }
  /** As if there were no service worker. */
  | { readonly from: 'network' };

/** What the country puts beside the app for its looks. Lists to verify with go another way: they are verified first. */
export const looks: readonly string[] = ['data/country.json', 'data/logo.svg'];

/**
 * Decides how a request is answered.
 *
 * @param url of the request.
 * @param scope URL of the app's folder.
 * @param files that are kept, relative to the scope.
 */
export function answerFor(
  url: string,
  scope: string,
  isNavigation: boolean,
  files: ReadonlySet<string>,
): Answer {
  const [path = ''] = url.split(/[?#]/);
  if (!path.startsWith(scope)) return { from: 'network' };
  const file = path.slice(scope.length);
  if (isNavigation) {
    return file === '' || file === 'index.html' ? { from: 'shell', file: 'index.html' } : { from: 'network' };
  }
  if (looks.includes(file)) return { from: 'kept-then-network', file };
  return files.has(file) ? { from: 'shell', file } : { from: 'network' };
}
