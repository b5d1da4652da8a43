import { certificateIdOf } from '@mohar/credential/credential/certificate-id-of.ts';
import { isJsonObject, type JsonObject } from '@mohar/credential/json.ts';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../problem.ts';
import { findRevocation } from '../registry/revocation/find-revocation.ts';
import type { Services } from '../services.ts';

const answer = (description: string) => ({
  description,
  type: 'object',
  required: ['revoked', 'status'],
  properties: {
    revoked: { type: 'boolean' },
    status: { type: 'string', enum: ['revoked', 'in-force', 'unknown'] },
    reason: { type: 'string' },
    revokedAt: { type: 'string' },
    message: { type: 'string' },
  },
});

/** DIVOC's online check: open to the world, keeps nothing of what it is asked. */
export function revocationCheckRoutes(app: FastifyInstance, services: Services): void {
  app.post(
    '/divoc/api/v1/certificate/revoked',
    {
      config: { access: 'public' },
      bodyLimit: 64 * 1024,
      schema: {
        tags: ['verify'],
        summary: 'Whether a certificate is revoked: 200 if it is, 404 if not',
        description:
          'Takes `{"certificateId": …}`, as DIVOC’s verifiers send it (with preEnrollmentCode and dose), or a whole ' +
          'certificate. Nothing of it is kept. The answer is in the body too, since a proxy may answer 404 as well.',
        body: { type: 'object', additionalProperties: true },
        response: {
          200: answer('It is revoked'),
          404: answer('It is not revoked'),
          '4xx': { $ref: 'Problem#' },
        },
      },
    },
    async (request, reply) => {
      const found = await findRevocation(services.db, idIn(request.body as JsonObject));
      if (found.state !== 'revoked') {
        return reply.code(404).send({
          revoked: false,
          status: found.state,
          message:
            found.state === 'unknown' ? 'No certificate of this id was issued here.' : 'It is in force.',
        });
      }
      const { reason, revokedAt } = found;
      return {
        revoked: true,
        status: 'revoked',
        reason,
        revokedAt,
        message:
          reason === 'superseded' ? 'It was corrected: download the updated certificate.' : 'It was revoked.',
      };
    },
  );
}

function idIn(body: JsonObject): string {
  const inner = isJsonObject(body.certificate) ? body.certificate : body;
  const id = certificateIdOf(inner);
  if (id !== undefined && id.length <= 100) return id;
  throw new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'Which certificate?',
    detail: 'The body names no certificate.',
    faults: [
      { pointer: '/certificateId', rule: 'required', message: 'must be given, or a whole certificate' },
    ],
  });
}
