import { parseCertificateId } from '@mohar/credential/credential/certificate-id.ts';
import { qrPng } from '@mohar/credential/qr/png.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CertifiableEvent } from '../issuing/certifiable-event.ts';
import { certificateQr } from '../issuing/certificate-qr.ts';
import { printCertificate } from '../issuing/print-certificate.ts';
import { Problem } from '../problem.ts';
import { findCertificate } from '../registry/find-certificate.ts';
import { latestCertificate } from '../registry/latest-certificate.ts';
import { recordAccess } from '../registry/record-access.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import type { Services } from '../services.ts';

const readers = ['api', 'facility-admin', 'facility-staff', 'controller', 'system-admin'] as const;

// The database holds no NUL, and nobody's id has a control character.
const noControls = '^[^\\u0000-\\u001f\\u007f]*$';

const beneficiaryParams = {
  type: 'object',
  properties: { preEnrollmentCode: { type: 'string', minLength: 1, maxLength: 100, pattern: noControls } },
};
const programQuery = {
  programId: {
    type: 'string',
    maxLength: 100,
    pattern: noControls,
    description: 'Where a beneficiary has several',
  },
};
const languageQuery = {
  language: {
    type: 'string',
    maxLength: 40,
    description: 'Languages to print in, separated by commas, such as en,hi',
  },
};
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
      config: { access: [...readers] },
      schema: {
        tags: ['certificates'],
        summary,
        params: beneficiaryParams,
        querystring: { type: 'object', properties: { ...programQuery, ...languageQuery } },
        response: binary('application/pdf', 'The certificate, PDF/A with the signed credential attached'),
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
      config: { access: [...readers] },
      schema: {
        tags: ['certificates'],
        summary: 'A certificate as PDF, by certificate id',
        querystring: {
          type: 'object',
          required: ['certificateId'],
          properties: { certificateId: { type: 'string', maxLength: 40 }, ...languageQuery },
        },
        response: binary('application/pdf', 'The certificate, PDF/A with the signed credential attached'),
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
      await recordAccess(services.db, access(request, found, 'qr'));
      const matrix = certificateQr(found.credential.toString(), services.issuer.pack.qr.wrapping);
      return reply
        .type('image/png')
        .headers(stateHeaders(found))
        .send(Buffer.from(qrPng(matrix)));
    },
  );
}

async function byId(text: string, { db }: Services): Promise<StoredCertificate> {
  const parsed = parseCertificateId(text);
  if (!parsed) {
    throw new Problem({
      status: 400,
      code: 'VALIDATION_ERROR',
      title: 'Not a certificate id',
      detail: 'A certificate id has 17 characters; one of them is wrong or missing.',
      faults: [
        {
          pointer: '/certificateId',
          rule: 'certificate-id',
          message: 'must be a certificate id with its check character',
        },
      ],
    });
  }
  const found = await findCertificate(db, parsed.id);
  if (!found) throw notFound('No certificate has this id.');
  return found;
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
  if (!found) throw notFound('This beneficiary has no such certificate.');
  return found;
}

async function sendPdf(
  request: FastifyRequest,
  reply: FastifyReply,
  found: StoredCertificate,
  { db, issuer, printer }: Services,
) {
  const languages = readLanguages((request.query as { language?: string }).language, issuer.pack.languages);
  const pdf = await printCertificate(
    {
      certificateId: found.certificateId,
      issuedAt: found.issuedAt,
      event: found.event as unknown as CertifiableEvent,
      credential: found.credential.toString(),
    },
    issuer,
    printer,
    languages,
  );
  await recordAccess(db, access(request, found, 'pdf'));
  return reply.type('application/pdf').headers(stateHeaders(found)).send(Buffer.from(pdf));
}

function readLanguages(wanted: string | undefined, offered: readonly string[]): readonly string[] {
  if (wanted === undefined) return offered;
  const languages = wanted.split(',');
  if (languages.length <= 2 && languages.every((language) => offered.includes(language))) return languages;
  throw new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'Unknown language',
    detail: `This country prints in: ${offered.join(', ')}.`,
    faults: [{ pointer: '?language', rule: 'enum', message: `must be one or two of: ${offered.join(', ')}` }],
  });
}

const access = (
  request: FastifyRequest,
  found: StoredCertificate,
  detail: 'json' | 'pdf' | 'qr' | 'head',
) => ({
  shard: found.shard,
  certificateId: found.certificateId,
  caller: request.caller.id,
  detail,
});

const stateHeaders = (found: StoredCertificate) => ({
  'x-certificate-id': found.certificateId,
  'x-certificate-state': found.state,
});

const notFound = (detail: string) =>
  new Problem({ status: 404, code: 'NOT_FOUND', title: 'Certificate not found', detail });

const withdrawn = ({ state, supersededBy }: StoredCertificate) =>
  new Problem({
    status: 410,
    code: state === 'superseded' ? 'SUPERSEDED' : 'REVOKED',
    title: 'The certificate is no longer in force',
    detail:
      state === 'superseded'
        ? `It was corrected: certificate ${supersededBy} has taken its place.`
        : 'It was revoked by its issuer.',
  });
