import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

const file = join(import.meta.dirname, '../../../../../test-vectors/eu-dcc/DCC.combined-schema.json');

/** RFC 3339, by the engine's calendar. */
const isDate = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);
const isMoment = (text: string): boolean =>
  /^.{10}[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)$/.test(text) && isDate(text.slice(0, 10));

const ajv = new Ajv2020({ strict: false, formats: { date: isDate, 'date-time': isMoment } });

/** Whether a content is as the published schema (ehn-dcc-schema 1.3.3) wants it, by ajv. */
export const isBySchema = ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
