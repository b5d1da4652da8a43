import {
  domesticVaccinationSchema,
  internationalVaccinationSchema,
} from '@mohar/credential/event/schemas.ts';
import type { FastifyInstance } from 'fastify';
import { type CorrectionResult, correct } from '../issuing/correct.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';
import { eventsSchema, invalid, readEvents } from './event-array.ts';

const answerSchema = {
  type: 'array',
  description: 'One result for each event, in their order',
  items: {
    type: 'object',
    required: ['status', 'preEnrollmentCode', 'certificateId'],
    properties: {
      status: { type: 'string', enum: ['corrected', 'unchanged'] },
      preEnrollmentCode: { type: 'string' },
      certificateId: { type: 'string', description: 'The id of the certificate that is in force now' },
    },
  },
};

/** The correction calls: DIVOC's `PUT /v1/certificate` and `/v3/certificate`. */
export function correctRoutes(app: FastifyInstance, services: Services): void {
  const add = (path: string, item: object, kind: 'domestic' | 'international') =>
    app.put(
      `/divoc/api${path}`,
      {
        config: { access: ['api', 'facility-staff', 'system-admin'] },
        schema: {
          tags: ['certify'],
          summary: `Correct ${kind} vaccination certificates`,
          description:
            'Each event takes the place of the certificate in force of the same beneficiary and dose, under a new ' +
            'id; the old one is superseded. All of them, or none. The country pack limits how often (412).',
          body: eventsSchema(item),
          response: { 200: answerSchema, '4xx': { $ref: 'Problem#' } },
        },
        validatorCompiler: () => () => true,
      },
      async (request) => {
        const results = await correct(
          readEvents(request.body),
          kind,
          { now: services.clock(), caller: request.caller.id },
          services,
        );
        refuse(results);
        return results.flatMap((result) =>
          'certificateId' in result
            ? [
                {
                  status: result.status,
                  preEnrollmentCode: result.beneficiary,
                  certificateId: result.certificateId,
                },
              ]
            : [],
        );
      },
    );
  add('/v1/certificate', domesticVaccinationSchema, 'domestic');
  add('/v3/certificate', internationalVaccinationSchema, 'international');
}

/** All or nothing: faults (400) come before what is not there (404) and what may not be corrected again (412). */
function refuse(results: readonly CorrectionResult[]): void {
  const faultsOf = (status: CorrectionResult['status']) =>
    results.flatMap((result) => (result.status === status && 'faults' in result ? result.faults : []));
  const rejected = faultsOf('rejected');
  if (rejected.length > 0) throw invalid(rejected);
  const unknown = faultsOf('unknown');
  if (unknown.length > 0) {
    throw new Problem({
      status: 404,
      code: 'NOT_FOUND',
      title: 'Nothing to correct',
      detail: 'Nothing was corrected: an event has no certificate in force.',
      faults: unknown,
    });
  }
  const exhausted = faultsOf('exhausted');
  if (exhausted.length === 0) return;
  throw new Problem({
    status: 412,
    code: 'UPDATE_LIMIT',
    title: 'Corrected often enough',
    detail: 'Nothing was corrected: a certificate has reached the limit of corrections.',
    faults: exhausted,
  });
}
