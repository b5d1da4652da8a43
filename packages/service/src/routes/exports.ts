import accepts from '@fastify/accepts';
import type { Fault } from '@mohar/credential/event/fault.ts';
import { compileSchema } from '@mohar/credential/event/schema-validation.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchemaCompiler } from 'fastify';
import { type ExportFormat, exportFormats } from '../exporting/export-format.ts';
import { holderDetailsSchema } from '../exporting/holder-details.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';
import { exportQueryProperties } from './export-query.ts';
import { readers } from './find-for-caller.ts';
import {
  acceptedOf,
  fhirTypes,
  isFhirType,
  isQrcode,
  namedBy,
  type Representation,
  representationOf,
  representations,
  typesNaming,
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
      sendDocument(request, reply, format, representationOf(request), services),
    );
  }

  callInBothWays(
    app,
    '/certificate/api/fhir-certificate',
    'A certificate as FHIR R4 document by the WHO’s DDCC guide; its QR code and PDF are those of ddcc-certificate',
    ['who-ddcc'],
    async (request, reply) => {
      const type = isQrcode(request) ? 'image/png' : acceptedOf(request, [...fhirTypes, ...representations]);
      return isFhirType(type)
        ? sendFhir(request, reply, type, services)
        : sendDocument(request, reply, 'who-ddcc', type as Representation, services);
    },
  );

  callInBothWays(
    app,
    '/certificate/api/exports',
    'A certificate in any format: `format` or the media type in Accept says which',
    exportFormats,
    async (request, reply) => {
      const { format } = request.query as { format?: ExportFormat };
      const type = isQrcode(request)
        ? 'image/png'
        : acceptedOf(request, [...representations, ...typesNaming(format)]);
      const named = namedBy(type);
      if (named === 'fhir') return sendFhir(request, reply, type, services);
      if (named === 'w3c') return sendCredential(request, reply, services);
      if (named) return sendFile(request, reply, named, services);
      if (!format) throw noFormat();
      return sendDocument(request, reply, format, type as Representation, services);
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
          properties: { ...exportQueryProperties, ...more },
        },
        ...(method === 'POST' ? { body: { ...holderBody, type: ['object', 'null'] } } : {}),
        response: documentAnswers,
      },
      validatorCompiler: queryAlone,
      handler,
    });
  }
}

/** Judges the query. The body is read by the handler: the same with GET, of which Fastify reads none. */
const queryAlone: FastifySchemaCompiler<object> = ({ schema, httpPart }) => {
  if (httpPart !== 'querystring') return () => true;
  const faultsOf = compileSchema(schema);
  return (query) => {
    const faults = faultsOf(query, '').map((fault) => ({
      ...fault,
      pointer: fault.pointer.replace('/', '?'),
    }));
    return faults.length === 0 ? true : { error: invalidQuery(faults) };
  };
};

const invalidQuery = (faults: readonly Fault[]) =>
  new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'The request is not valid',
    detail: "The request's querystring breaks a rule.",
    faults,
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
