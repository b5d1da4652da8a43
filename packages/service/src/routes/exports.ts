import accepts from '@fastify/accepts';
import { qrPng } from '@mohar/credential/qr/png.ts';
import { qrSvg } from '@mohar/credential/qr/svg.ts';
import type { CertificateSummary } from '@mohar/credential/verification/summarize.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { exportCertificate } from '../exporting/export-certificate.ts';
import type { ExportedDocument } from '../exporting/export-document.ts';
import { type ExportFormat, exportFormats } from '../exporting/export-format.ts';
import { fhirDocumentOf } from '../exporting/fhir-document.ts';
import { holderDetailsSchema } from '../exporting/holder-details.ts';
import { printDocument } from '../exporting/print-document.ts';
import { Problem } from '../problem.ts';
import { recordAccess } from '../registry/record-access.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import type { Services } from '../services.ts';
import { type ExportQuery, exportQueryProperties, holderIn, meantCertificate } from './export-query.ts';
import { access, readers, readLanguages, stateHeaders } from './find-for-caller.ts';

/** What an answer may hold: the first is what comes where the caller does not say. */
const representations = [
  'application/pdf',
  'image/png',
  'image/svg+xml',
  'text/plain',
  'application/json',
] as const;
type Representation = (typeof representations)[number];

/** Media types that name a format by themselves. */
const formatsByMediaType: Readonly<Record<string, ExportFormat | 'fhir' | 'w3c'>> = {
  'application/smart-health-card': 'smart-health-card',
  'application/fhir+json': 'fhir',
  'application/vc': 'w3c',
  'application/vc+ld+json': 'w3c',
};

/** DIVOC's calls, and those that it lacks: path and format. */
const calls: readonly (readonly [string, ExportFormat, string])[] = [
  ['eu-certificate', 'eu-dcc', 'EU Digital COVID Certificate'],
  ['shc-certificate', 'smart-health-card', 'SMART Health Card'],
  ['ddcc-certificate', 'who-ddcc', 'WHO Digital Documentation of COVID-19 Certificate'],
  ['icvp-certificate', 'icvp', 'WHO International Certificate of Vaccination or Prophylaxis'],
  ['vds-certificate', 'vds-nc', 'ICAO Visible Digital Seal'],
];

const holderBody = {
  ...holderDetailsSchema,
  description: "The holder's names, where the record's own do not do; DIVOC's clients send them with GET",
};
const binary = { schema: { type: 'string', format: 'binary' } };
const documentAnswers = {
  200: {
    description: 'The certificate',
    content: {
      'application/pdf': binary,
      'image/png': binary,
      'image/svg+xml': { schema: { type: 'string' } },
      'text/plain': { schema: { type: 'string', description: "The code's text" } },
      'application/json': { schema: { type: 'object', additionalProperties: true } },
    },
  },
  '4xx': { $ref: 'Problem#' },
};

/** Certificates in other countries' formats. */
export async function exportRoutes(app: FastifyInstance, services: Services): Promise<void> {
  await app.register(accepts);

  for (const [path, format, name] of calls) {
    callInBothWays(app, `/certificate/api/${path}`, `A certificate as ${name}`, [format], (request, reply) =>
      sendDocument(request, reply, format, wantedOf(request), services),
    );
  }

  callInBothWays(
    app,
    '/certificate/api/fhir-certificate',
    'A certificate as FHIR R4 document by the WHO’s DDCC guide; its QR code and PDF are those of ddcc-certificate',
    ['who-ddcc'],
    async (request, reply) => {
      const { type } = request.query as ExportQuery;
      const wanted = request
        .accepts()
        .type(['application/json', 'application/fhir+json', ...representations]);
      if (
        type === 'qrcode' ||
        (typeof wanted === 'string' && isRepresentation(wanted) && wanted !== 'application/json')
      ) {
        return sendDocument(request, reply, 'who-ddcc', wantedOf(request), services);
      }
      return sendFhir(request, reply, services);
    },
  );

  callInBothWays(
    app,
    '/certificate/api/exports',
    'A certificate in any format: `format` or the media type in Accept says which',
    exportFormats,
    async (request, reply) => {
      const own = request.accepts().type([...representations, ...Object.keys(formatsByMediaType)]);
      if (own === false) throw notAcceptable();
      const named = typeof own === 'string' ? formatsByMediaType[own] : undefined;
      if (named === 'fhir') return sendFhir(request, reply, services);
      if (named === 'w3c') return sendCredential(request, reply, services);
      const { format = named } = request.query as { format?: ExportFormat };
      if (!format) throw noFormat();
      if (named) return sendFile(request, reply, named, services);
      return sendDocument(request, reply, format, own as Representation, services);
    },
    { format: { type: 'string', enum: [...exportFormats] } },
  );
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** GET, as DIVOC has it; and POST, for clients that cannot send a body with GET. */
function callInBothWays(
  app: FastifyInstance,
  url: string,
  summary: string,
  formats: readonly ExportFormat[],
  handler: Handler,
  more: Record<string, object> = {},
): void {
  for (const method of ['GET', 'POST'] as const) {
    app.route({
      method,
      url,
      config: { access: [...readers] },
      schema: {
        tags: ['exports'],
        summary,
        description:
          `Formats: ${formats.join(', ')}. By Accept: PDF (default), image/png, image/svg+xml, text/plain (the code's text), ` +
          'application/json. 422 names what keeps a record from being expressed.',
        querystring: {
          type: 'object',
          properties: {
            ...exportQueryProperties,
            type: { type: 'string', enum: ['qrcode'], description: "DIVOC's word for image/png" },
            ...more,
          },
        },
        ...(method === 'POST' ? { body: { ...holderBody, type: ['object', 'null'] } } : {}),
        response: documentAnswers,
      },
      handler,
    });
  }
}

const isRepresentation = (type: string): type is Representation =>
  (representations as readonly string[]).includes(type);

function wantedOf(request: FastifyRequest): Representation {
  if ((request.query as ExportQuery).type === 'qrcode') return 'image/png';
  const wanted = request.accepts().type([...representations]);
  if (typeof wanted !== 'string' || !isRepresentation(wanted)) throw notAcceptable();
  return wanted;
}

async function exported(request: FastifyRequest, format: ExportFormat, services: Services) {
  const query = request.query as ExportQuery;
  const holder = await holderIn(request);
  const certificate = await meantCertificate(query, services);
  const { metrics } = services;
  try {
    const given = await exportCertificate(
      certificate,
      { format, holder, recovery: query.kind === 'recovery', now: services.clock() },
      { ...services, pack: services.issuer.pack },
    );
    metrics.exported(format, { version: given.document.code.version });
    return { certificate, ...given };
  } catch (error) {
    metrics.exported(format, { refused: (error as { code?: string }).code ?? 'ERROR' });
    throw error;
  }
}

async function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  format: ExportFormat,
  wanted: Representation,
  services: Services,
): Promise<FastifyReply> {
  const { language } = request.query as ExportQuery;
  const languages = readLanguages(language, services.issuer.pack.languages);
  const { certificate, document, summary } = await exported(request, format, services);
  if (document.overBudget.length > 0) {
    request.log.warn({ format, version: document.code.version }, 'A QR code is larger than its budget');
  }
  const body = await bodyOf(wanted, document, summary, certificate, languages, services);
  const detail = wanted === 'application/pdf' ? 'pdf' : wanted.startsWith('image/') ? 'qr' : 'document';
  await recordAccess(services.db, access(request, certificate, `${detail}:${format}`));
  return reply
    .type(wanted === 'text/plain' || wanted === 'application/json' ? `${wanted}; charset=utf-8` : wanted)
    .headers({ ...stateHeaders(certificate), ...codeHeaders(document) })
    .send(body);
}

async function bodyOf(
  wanted: Representation,
  document: ExportedDocument,
  summary: CertificateSummary,
  { certificateId }: StoredCertificate,
  languages: readonly string[],
  { issuer, printer }: Services,
): Promise<Buffer | string> {
  switch (wanted) {
    case 'application/pdf':
      return Buffer.from(
        await printDocument(document, summary, certificateId, issuer.pack, printer, languages),
      );
    case 'image/png':
      return Buffer.from(qrPng(document.code));
    case 'image/svg+xml':
      return qrSvg(document.code);
    case 'text/plain':
      return document.text;
    case 'application/json':
      return JSON.stringify(describe(document, certificateId));
  }
}

/** A document for programs. */
const describe = (
  { format, overBudget, text, json, code, issuedAt, expiresAt, keyId }: ExportedDocument,
  certificateId: string,
) => ({
  certificateId,
  format,
  text,
  code: { version: code.version, errorCorrection: code.errorCorrection, modules: code.size, overBudget },
  issuedAt: new Date(issuedAt).toISOString(),
  ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
  keyId,
  document: json,
});

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  format: ExportFormat,
  services: Services,
) {
  const { certificate, document } = await exported(request, format, services);
  await recordAccess(services.db, access(request, certificate, `document:${format}`));
  return reply
    .type(document.file.mediaType)
    .headers({
      ...stateHeaders(certificate),
      'content-disposition': `attachment; filename="${document.file.name}"`,
    })
    .send(document.file.content);
}

async function sendFhir(request: FastifyRequest, reply: FastifyReply, services: Services) {
  const query = request.query as ExportQuery;
  const certificate = await meantCertificate(query, services);
  const document = fhirDocumentOf(certificate, services.issuer.pack);
  await recordAccess(services.db, access(request, certificate, 'document:fhir'));
  return reply
    .type('application/fhir+json; charset=utf-8')
    .headers(stateHeaders(certificate))
    .send(JSON.stringify(document));
}

async function sendCredential(request: FastifyRequest, reply: FastifyReply, services: Services) {
  const certificate = await meantCertificate(request.query as ExportQuery, services);
  await recordAccess(services.db, access(request, certificate, 'json'));
  return reply
    .type('application/vc; charset=utf-8')
    .headers(stateHeaders(certificate))
    .send(certificate.credential.toString());
}

const codeHeaders = ({ code, overBudget }: ExportedDocument) => ({
  'x-qr-version': String(code.version),
  'x-qr-error-correction': code.errorCorrection,
  ...(overBudget.length > 0
    ? { 'x-qr-over-budget': overBudget.map(({ pointer }) => pointer).join(', ') }
    : {}),
});

const notAcceptable = () =>
  new Problem({
    status: 406,
    code: 'NOT_ACCEPTABLE',
    title: 'No such representation',
    detail: `Accept must allow one of: ${[...representations, ...Object.keys(formatsByMediaType)].join(', ')}.`,
  });

const noFormat = () =>
  new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'No format is named',
    detail: 'Name the format in the query, or by a media type that is of one format alone.',
    faults: [
      { pointer: '?format', rule: 'required', message: `must be one of: ${exportFormats.join(', ')}` },
    ],
  });
