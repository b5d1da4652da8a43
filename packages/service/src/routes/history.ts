import { parseCertificateId } from '@mohar/credential/credential/certificate-id.ts';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../problem.ts';
import { type CertificateStep, certificateHistory } from '../registry/revocation/certificate-history.ts';
import type { Services } from '../services.ts';

/** The history of a certificate, for staff: its corrections and revocation, and who did what when. */
export function historyRoutes(app: FastifyInstance, { db }: Services): void {
  app.get(
    '/divoc/api/v1/certificates/:id/history',
    {
      config: { access: ['facility-admin', 'facility-staff', 'controller', 'system-admin'] },
      schema: {
        tags: ['certificates'],
        summary: 'All certificates of the same event, oldest first, and what happened to them',
        params: { type: 'object', properties: { id: { type: 'string', maxLength: 40 } } },
        response: {
          200: {
            type: 'array',
            items: {
              type: 'object',
              required: ['certificateId', 'state', 'issuedAt', 'trail'],
              properties: {
                certificateId: { type: 'string' },
                state: { type: 'string', enum: ['issued', 'superseded', 'revoked'] },
                issuedAt: { type: 'string' },
                supersededBy: { type: 'string' },
                revocation: {
                  type: 'object',
                  properties: {
                    at: { type: 'string' },
                    reason: { type: 'string' },
                    note: { type: 'string' },
                  },
                },
                trail: {
                  type: 'array',
                  items: {
                    type: 'object',
                    properties: {
                      at: { type: 'string' },
                      action: { type: 'string', enum: ['issue', 'correct', 'revoke', 'fetch'] },
                      caller: { type: 'string' },
                      detail: { type: 'string' },
                    },
                  },
                },
              },
            },
          },
          '4xx': { $ref: 'Problem#' },
        },
      },
    },
    async (request) => {
      const parsed = parseCertificateId((request.params as { id: string }).id);
      const steps = parsed
        ? await certificateHistory(db, { shard: parsed.shard, certificateId: parsed.id })
        : [];
      if (steps.length > 0) return steps.map(shown);
      throw new Problem({
        status: 404,
        code: 'NOT_FOUND',
        title: 'Certificate not found',
        detail: 'No certificate has this id.',
      });
    },
  );
}

const shown = ({ issuedAt, revocation, trail, ...step }: CertificateStep) => ({
  ...step,
  issuedAt: issuedAt.toISOString(),
  ...(revocation ? { revocation: { ...revocation, at: revocation.at.toISOString() } } : {}),
  trail: trail.map(({ at, ...entry }) => ({ at: at.toISOString(), ...entry })),
});
