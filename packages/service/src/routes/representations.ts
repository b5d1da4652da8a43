import type { FastifyRequest } from 'fastify';
import type { ExportFormat } from '../exporting/export-format.ts';
import { Problem } from '../problem.ts';
import type { ExportQuery } from './export-query.ts';

/** What an answer may hold: the first is what comes where the caller does not say. */
export const representations = [
  'application/pdf',
  'image/png',
  'image/svg+xml',
  'text/plain',
  'application/json',
] as const;
export type Representation = (typeof representations)[number];

/** Media types that name a format by themselves. */
export const formatsByMediaType: Readonly<Record<string, ExportFormat | 'fhir' | 'w3c'>> = {
  'application/smart-health-card': 'smart-health-card',
  'application/fhir+json': 'fhir',
  'application/vc': 'w3c',
  'application/vc+ld+json': 'w3c',
};

/** Whether a media type is one that every format comes in. */
export const isRepresentation = (type: string): type is Representation =>
  (representations as readonly string[]).includes(type);

/**
 * What a caller wants: by DIVOC's `type=qrcode`, else by Accept.
 *
 * @throws Problem 406.
 */
export function wantedOf(request: FastifyRequest): Representation {
  if ((request.query as ExportQuery).type === 'qrcode') return 'image/png';
  const wanted = request.accepts().type([...representations]);
  if (typeof wanted !== 'string' || !isRepresentation(wanted)) throw notAcceptable();
  return wanted;
}

export const notAcceptable = () =>
  new Problem({
    status: 406,
    code: 'NOT_ACCEPTABLE',
    title: 'No such representation',
    detail: `Accept must allow one of: ${[...representations, ...Object.keys(formatsByMediaType)].join(', ')}.`,
  });
