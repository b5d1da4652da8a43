import { formatCivilDate, parseFullCivilDate } from '../../event/civil-date.ts';
import { fromBigEndian, toBigEndian } from './big-endian.ts';
import type { TextForm } from './text-form.ts';

/** `YYYY-MM-DD` in three bytes: ((year × 12) + month − 1) × 31 + day − 1. */
export const civilDateForm: TextForm = {
  length: 3,
  pattern: /^\d{4}-\d{2}-\d{2}$/,
  pack: (text) => {
    const date = parseFullCivilDate(text);
    return date && toBigEndian((date.year * 12 + date.month - 1) * 31 + date.day - 1, 3);
  },
  unpack: (bytes) => {
    const number = fromBigEndian(bytes);
    const months = Math.floor(number / 31);
    const text = formatCivilDate({
      year: Math.floor(months / 12),
      month: (months % 12) + 1,
      day: (number % 31) + 1,
    });
    return parseFullCivilDate(text) && text;
  },
};

/** Seconds to 2106 in four bytes, milliseconds to the year 10889 in six. */
const bytesOf = { 1000: 4, 1: 6 } as const;

/**
 * An instant in UTC (RFC 3339, `…Z`), with the precision of seconds or of milliseconds: their number since 1970.
 *
 * @param unit milliseconds.
 */
export const instantForm = (unit: 1 | 1000): TextForm => ({
  length: bytesOf[unit],
  pattern:
    unit === 1 ? /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/ : /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
  pack: (text) => since1970(Date.parse(text) / unit, bytesOf[unit]),
  unpack: (bytes) => written(fromBigEndian(bytes) * unit, unit),
});

const quarterHour = 900_000;

/**
 * An instant with an offset, `…+05:30`, to the second: four bytes for the seconds since 1970, one for the offset in
 * quarters of an hour, −128 to 127 in two's complement.
 */
export const offsetInstantForm: TextForm = {
  length: 5,
  pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/,
  pack: (text) => {
    const at = Date.parse(text);
    const local = Date.parse(`${text.slice(0, 19)}Z`);
    const seconds = since1970(at / 1000, 4);
    return seconds && Uint8Array.of(...seconds, ((local - at) / quarterHour) & 0xff);
  },
  unpack: (bytes) => {
    const offset = ((bytes[4] as number) << 24) >> 24;
    const local = written(fromBigEndian(bytes.subarray(0, 4)) * 1000 + offset * quarterHour, 1000);
    const minutes = Math.abs(offset) * 15;
    const two = (number: number) => String(number).padStart(2, '0');
    const sign = offset < 0 ? '-' : '+';
    return local && `${local.slice(0, -1)}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  },
};

const since1970 = (count: number, length: number): Uint8Array | undefined =>
  Number.isInteger(count) && count >= 0 && count < 256 ** length ? toBigEndian(count, length) : undefined;

/** RFC 3339 in UTC; undefined from the year 10000, which it cannot write. */
function written(at: number, unit: 1 | 1000): string | undefined {
  if (at < 0 || at > Date.parse('9999-12-31T23:59:59.999Z')) return undefined;
  const text = new Date(at).toISOString();
  return unit === 1 ? text : `${text.slice(0, 19)}Z`;
}
