import { parseFullCivilDate } from '@mohar/credential/event/civil-date.ts';
import type { Fault } from '@mohar/credential/event/fault.ts';
import type { BulkKind } from '../registry/tables.ts';
import { columnsOf, missingColumns } from './columns.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `02-Jan-2006`, which DIVOC takes too, as `2006-01-02`; anything else as it is. */
function birthDate(text: string): string {
  const match = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/.exec(text);
  const month = months.indexOf(match?.[2]?.toLowerCase() ?? '') + 1;
  if (!match || month === 0) return text;
  const iso = `${match[3]}-${String(month).padStart(2, '0')}-${match[1]?.padStart(2, '0')}`;
  return parseFullCivilDate(iso) ? iso : text;
}

/** How a cell's text becomes the event's member, where it is not the text itself. */
const conversions: Readonly<Record<string, (text: string) => unknown>> = {
  recipientMobileNumber: (text) => [/^(tel|mailto):/.test(text) ? text : `tel:${text}`],
  recipientDOB: birthDate,
  // What is no number stays a text, which the event's own rules then name.
  vaccinationDose: (text) => (/^\d{1,3}(\.0+)?$/.test(text) ? Number(text) : text),
  vaccinationTotalDoses: (text) => (/^\d{1,3}(\.0+)?$/.test(text) ? Number(text) : text),
};

/**
 * The event that a row tells of, as a certify call would take it.
 *
 * @param columns canonical names of the file's columns, in its order; undefined for one that is not read.
 * @returns the event's value, or why the row cannot be one.
 */
export function eventOfRow(
  kind: BulkKind,
  columns: readonly (string | undefined)[],
  fields: readonly string[],
): { value: unknown } | { reason: string } {
  if (fields.length !== columns.length) {
    return { reason: `The row has ${fields.length} fields; the header has ${columns.length}` };
  }
  const cells = new Map(
    columns.flatMap((name, n) => (name === undefined ? [] : [[name, (fields[n] as string).trim()]])),
  );
  const missing = missingColumns(kind, 'Fields', (name) => !cells.get(name));
  if (missing) return { reason: missing };
  const value: Record<string, unknown> = {};
  for (const { name, pointer } of columnsOf[kind]) {
    const text = cells.get(name);
    if (text) set(value, pointer, conversions[name]?.(text) ?? text);
  }
  return { value };
}

function set(value: Record<string, unknown>, pointer: string, member: unknown): void {
  const [, ...path] = pointer.split('/');
  const last = path.pop() as string;
  let at = value;
  for (const name of path) {
    at[name] ??= {};
    at = at[name] as Record<string, unknown>;
  }
  at[last] = member;
}

/** Why an event was rejected, in the words of the file: each fault with the column that it is about. */
export function reasonOf(kind: BulkKind, faults: readonly Fault[]): string {
  const said = faults.map(({ pointer, message }) => {
    const path = pointer.replace(/^\/\d+/, '');
    const column = columnsOf[kind].find((one) => path === one.pointer || path.startsWith(`${one.pointer}/`));
    if (column) return `${column.name} ${message}`;
    // Of a member that no column fills: a country may demand it.
    return path.lastIndexOf('/') > 0 ? `${path.slice(1)} ${message}` : message;
  });
  return [...new Set(said)].join('; ');
}
