import { parseCertificateId } from '@mohar/credential/credential/certificate-id.ts';
import type { FastifyInstance } from 'fastify';
import { type RevokeResult, revokeByDoses, revokeById } from '../issuing/revoke.ts';
import { Problem } from '../problem.ts';
import type { ChosenReason } from '../registry/revocation/revocation-query.ts';
import type { Services } from '../services.ts';
import { readReason, reasonProperties } from './revocation-reason.ts';

interface RevokeQuery {
  doses?: string | string[];
  allDoses?: string;
  programId?: string;
  reason?: ChosenReason;
  note?: string;
}

const answerSchema = {
  type: 'object',
  required: ['revoked'],
  properties: {
    revoked: {
      type: 'array',
      items: {
        type: 'object',
        required: ['certificateId', 'dose'],
        properties: { certificateId: { type: 'string' }, dose: { type: 'integer' } },
      },
    },
  },
};

/** DIVOC's revoke call, by beneficiary and doses; and by certificate id. */
export function revokeRoutes(app: FastifyInstance, services: Services): void {
  app.delete(
    '/divoc/api/v1/certificates/:id',
    {
      config: { access: ['api', 'facility-admin', 'controller', 'system-admin'] },
      schema: {
        tags: ['revoke'],
        summary: 'Revoke certificates',
        description:
          'With `doses` or `allDoses`, the path holds a preEnrollmentCode, and its vaccination certificates of these ' +
          'doses are revoked: consecutive ones that include the latest; all of them, or none. Without, the path holds ' +
          'a certificate id. Revocation is final: the same event may then be certified anew.',
        params: {
          type: 'object',
          properties: {
            id: { type: 'string', minLength: 1, maxLength: 100, pattern: '^[^\\u0000-\\u001f\\u007f]*$' },
          },
        },
        querystring: {
          type: 'object',
          properties: {
            doses: {
              anyOf: [
                { type: 'string', pattern: '^[0-9]{1,3}$' },
                { type: 'array', maxItems: 100, items: { type: 'string', pattern: '^[0-9]{1,3}$' } },
              ],
              description: 'A dose; may be repeated',
            },
            allDoses: { type: 'string', enum: ['true', 'false'] },
            programId: { type: 'string', maxLength: 100, pattern: '^[^\\u0000-\\u001f\\u007f]*$' },
            ...reasonProperties,
          },
        },
        response: { 200: answerSchema, '4xx': { $ref: 'Problem#' } },
      },
    },
    async (request) => {
      const { id } = request.params as { id: string };
      const { doses, allDoses, programId, ...why } = request.query as RevokeQuery;
      const order = {
        ...readReason(why, '?'),
        at: new Date(services.clock()),
        caller: request.caller.id,
      };
      if (doses === undefined && allDoses !== 'true') {
        if (!parseCertificateId(id)) throw dosesMissing();
        return answerOf(await revokeById(id, order, services));
      }
      const wanted = allDoses === 'true' ? 'all' : [doses ?? []].flat().map(Number);
      return answerOf(await revokeByDoses(id, wanted, programId, order, services));
    },
  );
}

function answerOf(result: RevokeResult) {
  switch (result.status) {
    case 'revoked':
      return { revoked: result.certificates };
    case 'unknown':
      throw new Problem({
        status: 404,
        code: 'NOT_FOUND',
        title: 'Nothing to revoke',
        detail: 'There is no such certificate in force. Nothing was changed.',
      });
    case 'withdrawn':
      throw new Problem({
        status: 409,
        code: result.supersededBy === undefined ? 'REVOKED' : 'SUPERSEDED',
        title: 'Not in force any more',
        detail:
          result.supersededBy === undefined
            ? 'The certificate was revoked already. Nothing was changed.'
            : `The certificate was corrected: ${result.supersededBy} is the one to revoke. Nothing was changed.`,
      });
    case 'refused':
      throw new Problem({
        status: 400,
        code: 'VALIDATION_ERROR',
        title: 'Not the last doses',
        detail: 'Nothing was revoked: doses must be consecutive and include the latest one.',
        faults: [
          {
            pointer: '?doses',
            rule: 'consecutive-doses',
            message: `must be the last of the doses in force, without a gap; in force: ${result.dosesInForce.join(', ')}`,
          },
        ],
      });
  }
}

const dosesMissing = () =>
  new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'Which certificates?',
    detail: 'Nothing was revoked: give doses or allDoses=true with a preEnrollmentCode, or a certificate id.',
    faults: [
      {
        pointer: '?doses',
        rule: 'required',
        message: 'must be given (or allDoses=true), unless the path holds a certificate id',
      },
    ],
  });
