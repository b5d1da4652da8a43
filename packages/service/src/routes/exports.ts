import accepts from '@fastify/accepts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ExportFormat, exportFormats } from '../exporting/export-format.ts';
import { holderDetailsSchema } from '../exporting/holder-details.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';
import { type ExportQuery, exportQueryProperties } from './export-query.ts';
import { readers } from './find-for-caller.ts';
import {
  formatsByMediaType,
  isRepresentation,
  notAcceptable,
  type Representation,
  representations,
  wantedOf,
} from './representations.ts';
import { sendCredential, sendDocument, sendFhir, sendFile } from './send-export.ts';

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
      const { type } = request.query as ExportQuery;
      const own =
        type === 'qrcode'
          ? 'image/png'
          : request.accepts().type([...representations, ...Object.keys(formatsByMediaType)]);
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
