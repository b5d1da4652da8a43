import type { Fault } from '@mohar/credential/event/fault.ts';
import { pointerTo } from '@mohar/credential/event/fault.ts';
import { type Design, designOf } from '@mohar/print/design/design.ts';
import { isOfDesign } from '@mohar/print/design/of-design.ts';
import { PrintError } from '@mohar/print/print-error.ts';
import { type Paper, papers } from '@mohar/print/print-job.ts';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../problem.ts';
import { packDesign, unpackDesign } from '../registry/design-archive.ts';
import {
  draftArchive,
  keepDraft,
  removeDraft,
  type TemplateDraft,
  TooManyDraftsError,
  templateDrafts,
} from '../registry/template-drafts.ts';
import type { Services } from '../services.ts';
import { languageQuery, readLanguages } from './find-for-caller.ts';

/** Of the body, JSON with files in base64. */
const bodyLimit = 16 << 20;
/** Of all files of a draft together. */
const maxBytes = 10 << 20;
const maxFiles = 200;

/** The country's design as it is, which no draft can be called. */
const current = 'current';

const access = ['system-admin'] as const;
const tags = ['templates'];
const problems = { '4xx': { $ref: 'Problem#' } };
const params = {
  type: 'object',
  properties: {
    name: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,39}$', description: 'What the draft is called' },
  },
};
const draftSchema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    digest: { type: 'string' },
    files: { type: 'integer' },
    bytes: { type: 'integer' },
    uploadedAt: { type: 'string' },
    uploadedBy: { type: 'string' },
  },
};

/** A file as it is sent: text, or bytes in base64. */
type SentFile = string | { readonly base64: string };

/** Trying templates out: drafts are kept, and shown with samples; no certificate is ever printed with one. */
export function templateRoutes(app: FastifyInstance, services: Services): void {
  const { db, clock, previews, designs } = services;

  app.get(
    '/admin/templates',
    {
      config: { access },
      schema: {
        tags,
        summary: 'The drafts of templates that were uploaded, and the samples that they can be shown with',
        response: {
          200: {
            type: 'object',
            properties: {
              drafts: { type: 'array', items: draftSchema },
              samples: { type: 'array', items: { type: 'string' } },
            },
          },
          ...problems,
        },
      },
    },
    async () => ({ drafts: (await templateDrafts(db)).map(shown), samples: await previews.samples() }),
  );

  app.put(
    '/admin/templates/:name',
    {
      config: { access },
      bodyLimit,
      schema: {
        tags,
        summary:
          'Upload a draft: files that take the place of those of the country’s design, or come beside them',
        description:
          'Paths are those of a country pack (templates/…, fonts/…, messages/…, pictures). A file is a text, or `{"base64": "…"}`. ' +
          `At most ${maxFiles} files and ${maxBytes >> 20} MB together. It is kept until it is deleted, and printed with in previews alone.`,
        params,
        body: {
          type: 'object',
          required: ['files'],
          additionalProperties: false,
          properties: {
            files: {
              type: 'object',
              minProperties: 1,
              maxProperties: maxFiles,
              additionalProperties: {
                anyOf: [
                  { type: 'string' },
                  {
                    type: 'object',
                    required: ['base64'],
                    additionalProperties: false,
                    properties: { base64: { type: 'string' } },
                  },
                ],
              },
            },
          },
        },
        response: { 200: draftSchema, ...problems },
      },
    },
    async (request) => {
      const { name } = request.params as { name: string };
      if (name === current)
        throw invalid('/name', 'reserved', 'must not be current: that is the country’s design');
      const { files } = request.body as { files: Readonly<Record<string, SentFile>> };
      const design = readFiles(files);
      const draft: TemplateDraft = {
        name,
        digest: design.digest,
        files: design.files.size,
        bytes: [...design.files.values()].reduce((sum, { length }) => sum + length, 0),
        uploadedAt: new Date(clock()),
        uploadedBy: request.caller.id,
      };
      await keepDraft(db, draft, packDesign({ files: design.files, data: '' })).catch((error) => {
        throw error instanceof TooManyDraftsError ? tooMany(error) : error;
      });
      return shown(draft);
    },
  );

  app.delete(
    '/admin/templates/:name',
    {
      config: { access },
      schema: { tags, summary: 'Delete a draft', params, response: { 204: { type: 'null' }, ...problems } },
    },
    async (request, reply) => {
      const { name } = request.params as { name: string };
      if (!(await removeDraft(db, name, request.caller.id))) throw noDraft();
      return reply.code(204).send();
    },
  );

  app.get(
    '/admin/templates/:name/preview',
    {
      config: { access },
      schema: {
        tags,
        summary: 'A page with sample data, as a draft makes it',
        description:
          'The draft’s files lie over those of the country’s design; `current` shows that alone. Samples are of nobody, and signed by ' +
          'nobody: no verifier accepts their code. What is wrong with a template is a 422 that names file, line and column. It runs in a ' +
          'process of its own, with little time and memory, no network, and no file but the design’s.',
        params,
        querystring: {
          type: 'object',
          properties: {
            kind: {
              type: 'string',
              maxLength: 80,
              description:
                'A sample, as GET /admin/templates names them; vaccination-domestic-final where not given',
            },
            template: {
              type: 'string',
              maxLength: 200,
              description:
                'A template in the place of the country’s own for this kind, such as templates/new.typ',
            },
            ...languageQuery,
            paper: { type: 'string', enum: [...papers] },
            format: { type: 'string', enum: ['pdf', 'png'], description: 'pdf where not given' },
            page: {
              type: 'string',
              pattern: '^[1-9]\\d?$',
              description: 'Which page, as PNG; the first where not given',
            },
          },
        },
        response: {
          200: {
            description: 'The page. X-Pages says how many there are',
            content: {
              'application/pdf': { schema: { type: 'string', format: 'binary' } },
              'image/png': { schema: { type: 'string', format: 'binary' } },
            },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { name } = request.params as { name: string };
      const query = request.query as PreviewQuery;
      const {
        kind = 'vaccination-domestic-final',
        template,
        language,
        paper,
        format = 'pdf',
        page = '1',
      } = query;
      const { design: today, pack } = designs.today;
      const languages = readLanguages(language, pack) ?? pack.languages.default;
      const samples = await previews.samples();
      if (!samples.includes(kind)) throw invalid('?kind', 'enum', `must be one of: ${samples.join(', ')}`);
      const design = name === current ? today : await draftOver(today, name, services);
      try {
        const pdf = await previews.print(design, { name: kind, languages, paper, template });
        reply.header('cache-control', 'no-store').header('x-design', design.digest);
        if (format === 'pdf') return reply.type('application/pdf').send(Buffer.from(pdf));
        const picture = await previews.draw(pdf, { page: Number(page), resolution: 150 });
        return reply
          .type('image/png')
          .header('x-pages', String(picture.pages))
          .send(Buffer.from(picture.png));
      } catch (error) {
        throw templateProblem(error);
      }
    },
  );
}

interface PreviewQuery {
  readonly kind?: string;
  readonly template?: string;
  readonly language?: string;
  readonly paper?: Paper;
  readonly format?: 'pdf' | 'png';
  readonly page?: string;
}

const shown = ({ uploadedAt, ...draft }: TemplateDraft) => ({
  ...draft,
  uploadedAt: uploadedAt.toISOString(),
});

/** @throws Problem 422 that names the file. */
function readFiles(files: Readonly<Record<string, SentFile>>): Design {
  let bytes = 0;
  const read = Object.entries(files).map(([path, sent]) => {
    if (!isOfDesign(path)) {
      throw templateProblem(
        new PrintError(
          'template',
          `${path}: no part of a design: templates/, fonts/, messages/, templates of entities/ and pictures are`,
        ),
        path,
      );
    }
    const content = typeof sent === 'string' ? Buffer.from(sent) : bytesOf(path, sent.base64);
    bytes += content.length;
    if (bytes > maxBytes) {
      throw templateProblem(
        new PrintError('template', `The files have more than ${maxBytes >> 20} MB together.`),
        path,
      );
    }
    return [path, content] as const;
  });
  try {
    return designOf(read);
  } catch (error) {
    throw templateProblem(error);
  }
}

/** RFC 4648, section 4. No pattern can judge a text of megabytes. @throws Problem 400 that names the file. */
function bytesOf(path: string, base64: string): Buffer {
  try {
    return Buffer.from(Uint8Array.fromBase64(base64, { lastChunkHandling: 'strict' }));
  } catch {
    throw invalid(pointerTo(pointerTo('/files', path), 'base64'), 'base64', 'must be base64 (RFC 4648)');
  }
}

/** A draft's files over those of today's design. @throws Problem 404. */
async function draftOver(today: Design, name: string, { db }: Services): Promise<Design> {
  const archive = await draftArchive(db, name);
  if (!archive) throw noDraft();
  try {
    return designOf(new Map([...today.files, ...unpackDesign(archive).files]));
  } catch (error) {
    throw templateProblem(error);
  }
}

/** What a designer is told: a problem that names the place. What is not the template's fault stays as it is. */
function templateProblem(error: unknown, path?: string): unknown {
  if (!(error instanceof PrintError) || error.code === 'busy' || error.code === 'renderer') return error;
  const faults: Fault[] = error.faults.map(({ file = path, line, column, message }) => ({
    pointer: file === undefined ? '/files' : pointerTo('/files', file),
    rule: error.code === 'timeout' ? 'time-limit' : 'template',
    message: line === undefined ? message : `line ${line}, column ${column}: ${message}`,
  }));
  return new Problem({
    status: 422,
    code: 'TEMPLATE_FAILED',
    title: 'The template cannot be printed with',
    detail: error.message,
    faults,
  });
}

const noDraft = () =>
  new Problem({
    status: 404,
    code: 'NOT_FOUND',
    title: 'No such draft',
    detail: 'There is no draft of this name.',
  });

const tooMany = ({ code, message }: TooManyDraftsError) =>
  new Problem({ status: 409, code, title: 'Too many drafts', detail: `${message} Delete one first.` });

const invalid = (pointer: string, rule: string, message: string) =>
  new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'The request is not valid',
    detail: 'The request breaks a rule.',
    faults: [{ pointer, rule, message }],
  });
