import { qrPng } from '@mohar/credential/qr/png.ts';
import type { Paper } from '@mohar/print/print-job.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CertifiableEvent } from '../issuing/certifiable-event.ts';
import { isOnCard, printCertificate } from '../issuing/print-certificate.ts';
import { qrToGive } from '../issuing/qr-to-give.ts';
import { Problem } from '../problem.ts';
import { latestCertificate } from '../registry/latest-certificate.ts';
import { recordAccess } from '../registry/record-access.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import type { Services } from '../services.ts';
import { designQuery, deskWith, wantedDesign } from './design-query.ts';
import {
  access,
  beneficiaryParams,
  byId,
  languageQuery,
  noCertificate,
  paperQuery,
  printers,
  programQuery,
  readers,
  readLanguages,
  stateHeaders,
  withdrawn,
} from './find-for-caller.ts';

const problems = { '4xx': { $ref: 'Problem#' } };
const binary = (mediaType: string, description: string) => ({
  200: { description, content: { [mediaType]: { schema: { type: 'string', format: 'binary' } } } },
  ...problems,
});

const vaccinationTypes = ['domestic', 'international'];

/** Fetching what was issued: JSON by certificate id; PDF and QR by beneficiary or certificate id. */
export function certificateRoutes(app: FastifyInstance, services: Services): void {
  app.get(
    '/divoc/api/v1/certificates/:id',
    {
      config: { access: [...readers] },
      schema: {
        tags: ['certificates'],
        summary: 'The signed credential of a certificate, byte for byte as it was signed',
        params: { type: 'object', properties: { id: { type: 'string', maxLength: 40 } } },
        response: {
          200: { description: 'The credential', type: 'object', additionalProperties: true },
          ...problems,
        },
        produces: ['application/json'],
      },
      serializerCompiler: () => (data) => data as string,
    },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const found = await byId(id, services);
      await recordAccess(services.db, access(request, found, 'json'));
      return reply
        .type('application/json; charset=utf-8')
        .headers(stateHeaders(found))
        .send(found.credential.toString());
    },
  );

  const pdfByBeneficiary = (path: string, certificateTypes: string[], summary: string) =>
    app.route({
      method: ['GET', 'HEAD'],
      url: `/certificate/api${path}`,
      config: { access: [...printers] },
      schema: {
        tags: ['certificates'],
        summary,
        params: beneficiaryParams,
        querystring: {
          type: 'object',
          properties: { ...programQuery, ...languageQuery, ...paperQuery, ...designQuery },
        },
        response: binary(
          'application/pdf',
          'The certificate, tagged; the signed credential attached where the PDF standard has a place for it',
        ),
      },
      handler: async (request, reply) => {
        const found = await byBeneficiary(request, certificateTypes, services);
        if (request.method === 'HEAD') {
          await recordAccess(services.db, access(request, found, 'head'));
          return reply.type('application/pdf').headers(stateHeaders(found)).send();
        }
        return sendPdf(request, reply, found, services);
      },
    });
  pdfByBeneficiary(
    '/certificatePDF/:preEnrollmentCode',
    vaccinationTypes,
    'The latest vaccination certificate as PDF',
  );
  pdfByBeneficiary('/test/certificatePDF/:preEnrollmentCode', ['test'], 'The latest test certificate as PDF');

  app.get(
    '/certificate/api/certificatePDF',
    {
      config: { access: [...printers] },
      schema: {
        tags: ['certificates'],
        summary: 'A certificate as PDF, by certificate id',
        querystring: {
          type: 'object',
          required: ['certificateId'],
          properties: {
            certificateId: { type: 'string', maxLength: 40 },
            ...languageQuery,
            ...paperQuery,
            ...designQuery,
          },
        },
        response: binary(
          'application/pdf',
          'The certificate, tagged; the signed credential attached where the PDF standard has a place for it',
        ),
      },
    },
    async (request, reply) => {
      const { certificateId } = request.query as { certificateId: string };
      const found = await byId(certificateId, services);
      if (found.state !== 'issued') throw withdrawn(found);
      return sendPdf(request, reply, found, services);
    },
  );

  app.get(
    '/certificate/api/certificateQRCode/:preEnrollmentCode',
    {
      config: { access: [...readers] },
      schema: {
        tags: ['certificates'],
        summary: 'The QR code of the latest vaccination certificate as PNG',
        params: beneficiaryParams,
        querystring: { type: 'object', properties: programQuery },
        response: binary('image/png', 'The QR code'),
      },
    },
    async (request, reply) => {
      const found = await byBeneficiary(request, vaccinationTypes, services);
      const code = await qrToGive(found.credential.toString(), found.certificateType, services);
      await recordAccess(services.db, access(request, found, 'qr'));
      return reply
        .type('image/png')
        .headers(stateHeaders(found))
        .send(Buffer.from(qrPng(code)));
    },
  );
}

async function byBeneficiary(
  request: FastifyRequest,
  certificateTypes: string[],
  { db, issuer }: Services,
): Promise<StoredCertificate> {
  const { preEnrollmentCode } = request.params as { preEnrollmentCode: string };
  const { programId } = request.query as { programId?: string };
  const found = await latestCertificate(db, {
    beneficiary: preEnrollmentCode,
    certificateTypes,
    ...(programId === undefined ? {} : { program: programId }),
    ...(certificateTypes.includes('test') ? {} : { disease: issuer.pack.disease }),
  });
  if (!found) throw noCertificate('This beneficiary has no such certificate.');
  return found;
}

async function sendPdf(
  request: FastifyRequest,
  reply: FastifyReply,
  found: StoredCertificate,
  services: Services,
) {
  const { language, paper } = request.query as { language?: string; paper?: Paper };
  const design = await wantedDesign(request.query, found, services);
  const languages = readLanguages(language, design.pack);
  const event = found.event as unknown as CertifiableEvent;
  if (paper === 'card' && !isOnCard(event)) throw noCard();
  const pdf = await printCertificate(
    {
      certificateId: found.certificateId,
      issuedAt: found.issuedAt,
      event,
      credential: found.credential.toString(),
    },
    deskWith(services, design),
    { languages, paper },
  );
  await recordAccess(services.db, access(request, found, 'pdf'));
  return reply.type('application/pdf').headers(stateHeaders(found)).send(Buffer.from(pdf));
}

const noCard = () =>
  new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'No card',
    detail: 'Of this kind of certificate there is no card.',
    faults: [{ pointer: '?paper', rule: 'card', message: 'must be a4 or us-letter' }],
  });
