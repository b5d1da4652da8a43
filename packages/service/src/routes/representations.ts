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

/** What FHIR documents come as, where they are what is asked for. */
export const fhirTypes = ['application/fhir+json', 'application/json'] as const;

export const isFhirType = (type: string): boolean => (fhirTypes as readonly string[]).includes(type);

/** What credentials of a data model are called, the right name first (VC 2.0, C.1; before, there was none but custom). */
export const credentialTypes = {
  'VC 1.1': ['application/vc+ld+json'],
  'VC 2.0': ['application/vc', 'application/vc+ld+json'],
} as const;

/** Media types that name something by themselves. */
const named: Readonly<Record<string, ExportFormat | 'fhir' | 'w3c'>> = {
  'application/smart-health-card': 'smart-health-card',
  'application/fhir+json': 'fhir',
  'application/vc': 'w3c',
  'application/vc+ld+json': 'w3c',
};

/** What a media type names by itself: a format, whose file it is; a document that is none; or nothing. */
export const namedBy = (type: string): ExportFormat | 'fhir' | 'w3c' | undefined => named[type];

/** The media types that name something by themselves; with a format, those that do not name another. */
export const typesNaming = (format: ExportFormat | undefined): string[] =>
  Object.keys(named).filter(
    (type) =>
      format === undefined || named[type] === format || (named[type] === 'fhir' && format === 'who-ddcc'),
  );

/** DIVOC's `type=qrcode`, in any case, asks for the picture of the code; anything else there asks for nothing. */
export const isQrcode = (request: FastifyRequest): boolean =>
  (request.query as ExportQuery).type?.toLowerCase() === 'qrcode';

/**
 * What a caller wants: by DIVOC's `type=qrcode`, else by Accept.
 *
 * @throws Problem 406.
 */
export const representationOf = (request: FastifyRequest): Representation =>
  isQrcode(request) ? 'image/png' : acceptedOf(request, representations);

/**
 * The media type that Accept likes best.
 *
 * @param types that there are, the usual one first.
 * @throws Problem 406 where it allows none of them.
 */
export function acceptedOf<Type extends string>(request: FastifyRequest, types: readonly Type[]): Type {
  const type = request.accepts().type([...types]);
  if (typeof type === 'string') return type as Type;
  throw new Problem({
    status: 406,
    code: 'NOT_ACCEPTABLE',
    title: 'No such representation',
    detail: `Accept must allow one of: ${types.join(', ')}.`,
  });
}
