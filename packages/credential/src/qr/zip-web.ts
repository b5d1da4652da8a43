import { strToU8, zipSync } from 'fflate';

/**
 * A zip with one deflated entry. The `#zip` of package.json where there is no Node.
 *
 * @returns the same bytes for the same text.
 */
export const zipOf = (name: string, text: string): Uint8Array =>
  zipSync({ [name]: [strToU8(text), { level: 9, mtime: new Date(1980, 0, 1) }] });
