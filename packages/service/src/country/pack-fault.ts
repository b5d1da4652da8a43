import { isAbsolute, relative } from 'node:path';
import type { Place } from './read-yaml.ts';

/** What is wrong in a file of a country pack. */
export interface PackFault {
  /** Absolute path. */
  readonly file: string;
  /** Where the file could not be read at all, there is no place in it. */
  readonly place?: Place;
  /** JSON Pointer. */
  readonly pointer: string;
  /** What would be right. */
  readonly message: string;
}

/** A country pack cannot be used: every fault of every file, a line each. */
export class CountryPackError extends Error {
  readonly code = 'COUNTRY_PACK';
  readonly faults: readonly PackFault[];
  constructor(faults: readonly PackFault[]) {
    super(faults.map(faultLine).join('\n'));
    this.name = 'CountryPackError';
    this.faults = faults;
  }
}

/** `file:line:column: /pointer: what would be right`, as editors and terminals follow it; the path from the working directory, where it is within. */
export function faultLine({ file, place, pointer, message }: PackFault): string {
  const at = place ? `:${place.line}:${place.column}` : '';
  return `${shownPath(file)}${at}: ${pointer || '/'}: ${message}`;
}

function shownPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') || isAbsolute(path) ? file : path;
}
