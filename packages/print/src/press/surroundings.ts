import { fileURLToPath } from 'node:url';

const fontSettings = fileURLToPath(new URL('./no-fonts.conf', import.meta.url));

/** A folder where there is nothing and nothing can ever be: what has no folder above it cannot be looked into. */
export const nowhere = '/dev/null/design';

/**
 * The environment of a process that renders. Nothing of the service's own is in it, keys and passwords least of all; and Typst
 * finds in it no fonts of the machine, no packages in the home folder, and no way to the network but a proxy that nobody can
 * offer: port 0 of the machine itself.
 */
export const surroundings: Readonly<Record<string, string>> = {
  HOME: nowhere,
  XDG_DATA_HOME: nowhere,
  XDG_CACHE_HOME: nowhere,
  XDG_CONFIG_HOME: nowhere,
  FONTCONFIG_FILE: fontSettings,
  HTTPS_PROXY: 'http://127.0.0.1:0',
  HTTP_PROXY: 'http://127.0.0.1:0',
  ALL_PROXY: 'http://127.0.0.1:0',
  TZ: 'UTC',
  LC_ALL: 'C',
  // One page at a time, and as many processes as are wanted: more threads would only take memory.
  RAYON_NUM_THREADS: '1',
  UV_THREADPOOL_SIZE: '1',
};
