import { CommandError } from './command-error.ts';

/** RFC 3339, section 5.6. */
const form = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * Reads a time that somebody typed.
 *
 * @param option how errors call it: `--at`.
 * @throws CommandError where it is no instant of RFC 3339.
 */
export function readTime(option: string, text: string): Date {
  const at = form.test(text) ? new Date(text) : undefined;
  if (at && !Number.isNaN(at.getTime()) && isDay(text.slice(0, 10))) return at;
  throw new CommandError(`${option} is "${text}"; it must be like 2026-01-31T12:00:00Z (RFC 3339).`);
}

/** Whether a month has such a day: JavaScript takes 30 February for 2 March. */
const isDay = (date: string): boolean => new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
