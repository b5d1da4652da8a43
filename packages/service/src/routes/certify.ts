import {
  domesticVaccinationSchema,
  internationalVaccinationSchema,
  testSchema,
} from '@mohar/credential/event/schemas.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Extra, extrasOf, readExtras } from '../issuing/certificate-extras.ts';
import { type CertifyResult, certify } from '../issuing/certify.ts';
import type { EventKind } from '../issuing/read-events.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';
import { eventsSchema, invalid, readEvents } from './event-array.ts';
import { languageQuery, readLanguages } from './find-for-caller.ts';

/** An answer with PDFs of more events than this would be too large for either side. */
const maxWithExtras = 100;

const answerSchema = {
  type: 'array',
  description: 'One result for each event, in their order',
  items: {
    type: 'object',
    required: ['status'],
    properties: {
      status: { type: 'string', enum: ['issued', 'duplicate', 'rejected', 'conflict'] },
      preEnrollmentCode: { type: 'string' },
      certificateId: { type: 'string' },
      errors: { type: 'array', items: { $ref: 'Fault#' } },
      credential: { type: 'object', additionalProperties: true, description: 'The signed credential' },
      qr: { type: 'string', description: 'The QR code, PNG in base64' },
      pdf: { type: 'string', description: 'The certificate, PDF/A in base64' },
    },
  },
};

const querySchema = {
  type: 'object',
  properties: {
    partial: {
      type: 'boolean',
      description: 'Issue the good events although others are rejected; answers 207',
    },
    include: { type: 'string', description: 'What to send along, separated by commas: credential, qr, pdf' },
    ...languageQuery,
  },
};

/** The certify calls: DIVOC's v1, v2, v3, v1/test, and v4 for the entity types of the country pack. */
export function certifyRoutes(app: FastifyInstance, services: Services): void {
  const add = (path: string, summary: string, item: object, kindOf: (request: FastifyRequest) => EventKind) =>
    app.post(
      `/divoc/api${path}`,
      {
        config: { access: ['api', 'facility-staff', 'system-admin'] },
        schema: {
          tags: ['certify'],
          summary,
          description:
            'All events are issued, or none (unless `partial`). A repeated event is answered with the certificate ' +
            'that exists. When this answers, the certificates are signed and durable.',
          body: eventsSchema(item),
          querystring: querySchema,
          response: { 200: answerSchema, 207: answerSchema, '4xx': { $ref: 'Problem#' } },
        },
        // Events are judged by their own rules, which find every fault and not just those of form.
        validatorCompiler: () => () => true,
      },
      async (request, reply) => {
        const { partial, include } = readQuery(request.query as Record<string, unknown>);
        const { language } = request.query as { language?: unknown };
        const languages = readLanguages(language?.toString(), services.issuer.pack);
        const events = readEvents(request.body);
        if (include.length > 0 && events.length > maxWithExtras) {
          const message = `goes with at most ${maxWithExtras} events`;
          throw invalid([{ pointer: '?include', rule: 'max-items', message }]);
        }
        const kind = kindOf(request);
        const results = await certify(
          events,
          kind,
          { now: services.clock(), caller: request.caller.id, partial },
          services,
        );
        if (!partial) refuse(results);
        for (const { status } of results)
          services.metrics.certified(typeof kind === 'string' ? kind : kind.entityType, status);
        const answers = [];
        for (const result of results) answers.push(await answer(result, include, languages, services));
        return reply.code(partial ? 207 : 200).send(answers);
      },
    );

  add(
    '/v1/certify',
    'Certify vaccinations: domestic certificates',
    domesticVaccinationSchema,
    () => 'domestic',
  );
  add('/v2/certify', 'The same as v1', domesticVaccinationSchema, () => 'domestic');
  add(
    '/v3/certify',
    'Certify vaccinations: international certificates (WHO DDCC data set)',
    internationalVaccinationSchema,
    () => 'international',
  );
  add('/v1/test/certify', 'Certify test results', testSchema, () => 'test');
  add(
    '/v4/:entityType/certify',
    'Certify events of a kind that the country pack defines',
    { type: 'object' },
    (request) => {
      const { entityType } = request.params as { entityType: string };
      const type = services.issuer.pack.entityTypes.get(entityType);
      if (type) return type;
      const known = [...services.issuer.pack.entityTypes.keys()].join(', ') || 'none';
      throw new Problem({
        status: 404,
        code: 'SCHEMA_NOT_FOUND',
        title: 'Unknown entity type',
        detail: `The country pack defines no such entity type. It defines: ${known}.`,
        faults: [{ pointer: '/entityType', rule: 'known-entity-type', message: `must be one of: ${known}` }],
      });
    },
  );
}

function readQuery(query: Record<string, unknown>): { partial: boolean; include: readonly Extra[] } {
  const { partial = 'false', include = '' } = query;
  if (partial !== 'true' && partial !== 'false') {
    throw invalid([{ pointer: '?partial', rule: 'type', message: 'must be true or false' }]);
  }
  const extras = readExtras(String(include));
  if (!extras) {
    throw invalid([{ pointer: '?include', rule: 'enum', message: 'must list any of: credential, qr, pdf' }]);
  }
  return { partial: partial === 'true', include: extras };
}

/** All or nothing: one fault refuses the call. Faults (400) come before conflicts (409). */
function refuse(results: readonly CertifyResult[]): void {
  const faults = results.flatMap((result) => (result.status === 'rejected' ? result.faults : []));
  if (faults.length > 0) throw invalid(faults);
  const conflicts = results.flatMap((result) => (result.status === 'conflict' ? result.faults : []));
  if (conflicts.length === 0) return;
  throw new Problem({
    status: 409,
    code: 'DUPLICATE_EVENT',
    title: 'Certified already',
    detail: 'Nothing was issued: an event is certified already with other content.',
    faults: conflicts,
  });
}

async function answer(
  result: CertifyResult,
  include: readonly Extra[],
  languages: readonly string[] | undefined,
  services: Services,
) {
  if (result.status === 'rejected') return { status: result.status, errors: result.faults };
  if (result.status === 'conflict') {
    return { status: result.status, certificateId: result.certificateId, errors: result.faults };
  }
  const { status, beneficiary, certificateId } = result;
  return {
    status,
    preEnrollmentCode: beneficiary,
    certificateId,
    ...(await extrasOf(certificateId, result.content, include, languages, services)),
  };
}
