/** Which files of the app a device keeps. Paths relative to the app's folder. */
export interface OfflineFiles {
  /** Without these there is no app: kept before it calls itself installed. */
  readonly shell: readonly string[];
  /** Kept when the device has nothing else to do. */
  readonly later: readonly string[];
}

/** Reading PDFs takes more than all the rest; formats of other countries may never be seen. */
const isLater = (name: string) =>
  name.startsWith('pdf/') || /^assets\/(?:(?:read-)?pdf|document)[.-]/.test(name);
/** For other sites, not for this app. */
const isForOthers = (name: string) => name === 'embed.js' || name.endsWith('.map');

/** Sorts the files of a build. */
export function offlineFiles(names: readonly string[]): OfflineFiles {
  const own = names.filter((name) => !isForOthers(name));
  return { shell: own.filter((name) => !isLater(name)), later: own.filter(isLater) };
}
