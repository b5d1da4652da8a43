import { Readable } from 'node:stream';
import type { Fault } from '@mohar/credential/event/fault.ts';
import { papers } from '@mohar/print/print-job.ts';
import type { FastifyInstance } from 'fastify';
import {
  chooseForSheet,
  type LeftOutReason,
  type SheetChoice,
  type SheetWish,
} from '../issuing/choose-for-sheet.ts';
import type { SheetPaper } from '../issuing/paper-choice.ts';
import { printSheet, type SheetLayout, sheetLayouts } from '../issuing/print-sheet.ts';
import { Problem } from '../problem.ts';
import { recordAccess } from '../registry/record-access.ts';
import type { Services } from '../services.ts';
import { access, languageQuery, noControls, printers, readLanguages } from './find-for-caller.ts';

/** The most certificates of one sheet. */
const maxCertificates = 500;

interface SheetBody {
  readonly certificates?: readonly string[];
  readonly beneficiaries?: readonly string[];
  readonly kind?: 'vaccination' | 'test';
  readonly programId?: string;
  readonly language?: string;
  readonly paper?: SheetPaper;
  readonly layout?: SheetLayout;
}

const listOf = (description: string, item: object) => ({
  type: 'array',
  minItems: 1,
  maxItems: maxCertificates,
  uniqueItems: true,
  description,
  items: { type: 'string', minLength: 1, ...item },
});

const bodySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    certificates: listOf('Certificate ids', { maxLength: 40 }),
    beneficiaries: listOf(
      'Instead of certificates: ids of beneficiaries, of each of which the latest is printed',
      {
        maxLength: 100,
        pattern: noControls,
      },
    ),
    kind: {
      type: 'string',
      enum: ['vaccination', 'test'],
      description: 'With beneficiaries: of what; vaccination, where it is not given',
    },
    programId: {
      type: 'string',
      maxLength: 100,
      pattern: noControls,
      description: 'With beneficiaries: of which program',
    },
    ...languageQuery,
    paper: {
      type: 'string',
      enum: papers.filter((paper) => paper !== 'card'),
      description: "The country's usual one, where it is not given",
    },
    layout: {
      type: 'string',
      enum: [...sheetLayouts],
      description:
        'page: a certificate on each, where it is not given. cards: of a bank card’s size, several on a page, to be cut and folded',
    },
  },
};

/** Facility sheets: many certificates in one PDF. */
export function sheetRoutes(app: FastifyInstance, services: Services): void {
  app.post(
    '/print/api/v1/sheets',
    {
      config: { access: [...printers] },
      schema: {
        tags: ['certificates'],
        summary: 'Many certificates in one PDF, in the order of the list',
        description:
          'Sent as it is rendered. What cannot be printed is known before: 422 names it, and nothing is printed; with ' +
          '`partial=true` the rest is printed, and a last page lists it.',
        querystring: {
          type: 'object',
          properties: { partial: { type: 'string', enum: ['true', 'false'] } },
        },
        body: bodySchema,
        response: {
          200: {
            description: 'The certificates; X-Sheet-Printed and X-Sheet-Left-Out count them',
            content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
          },
          '4xx': { $ref: 'Problem#' },
        },
      },
    },
    async (request, reply) => {
      const body = request.body as SheetBody;
      const { partial } = request.query as { partial?: 'true' | 'false' };
      const { pack } = services.issuer;
      const wish = wishOf(body, pack.disease);
      const languages = readLanguages(body.language, pack, '/language');
      const { layout = 'page', paper } = body;
      const choice = await chooseForSheet(services.db, wish, layout === 'cards');
      const { chosen, leftOut } = choice;
      if (chosen.length === 0 || (leftOut.length > 0 && partial !== 'true')) {
        throw notPrintable(choice);
      }

      const sheet = printSheet(
        choice,
        { layout, languages, paper },
        {
          ...services,
          record: (certificate) =>
            recordAccess(
              services.db,
              access(request, certificate, layout === 'cards' ? 'pdf:card' : 'pdf:sheet'),
            ),
        },
      );
      // The first certificate is rendered before anything is answered: where templates are broken, that is a problem document.
      const first = await sheet.next();
      return reply
        .type('application/pdf')
        .headers({
          'content-disposition': 'inline; filename="certificates.pdf"',
          'x-sheet-printed': String(chosen.length),
          'x-sheet-left-out': String(leftOut.length),
        })
        .send(Readable.from(beginningWith(first, sheet), { objectMode: false }));
    },
  );
}

/** @throws Problem 400 where the body names neither list, or both. */
function wishOf(body: SheetBody, disease: string): SheetWish {
  const { certificates, beneficiaries, kind = 'vaccination', programId } = body;
  if (certificates && !beneficiaries) {
    const needless = (['kind', 'programId'] as const).find((member) => body[member] !== undefined);
    if (needless)
      throw invalid({ pointer: `/${needless}`, rule: 'dependent', message: 'goes with beneficiaries' });
    return { certificates };
  }
  if (!beneficiaries || certificates) {
    throw invalid({
      pointer: '',
      rule: 'one-of',
      message: 'must have certificates or beneficiaries, and not both',
    });
  }
  return kind === 'test'
    ? { beneficiaries, certificateTypes: ['test'], program: programId }
    : { beneficiaries, certificateTypes: ['domestic', 'international'], program: programId, disease };
}

const invalid = (fault: Fault) =>
  new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'The request is not valid',
    detail: "The request's body breaks a rule.",
    faults: [fault],
  });

const messages: Readonly<Record<LeftOutReason, { rule: string; message: string }>> = {
  'certificate-id': { rule: 'certificate-id', message: 'must be a certificate id with its check character' },
  known: { rule: 'known', message: 'must be of a certificate that there is' },
  revoked: { rule: 'in-force', message: 'must be of a certificate in force: it was revoked' },
  superseded: { rule: 'in-force', message: 'must be of a certificate in force: it was corrected by another' },
  card: { rule: 'card', message: 'must be of a certificate that there is a card of' },
};

const notPrintable = ({ list, leftOut }: SheetChoice) =>
  new Problem({
    status: 422,
    code: 'NOT_PRINTABLE',
    title: 'Not all of it can be printed',
    detail: `Nothing was printed: ${leftOut.length} of the list cannot be, named in faults. With partial=true the rest is.`,
    faults: leftOut.map(({ index, reason }) => ({ pointer: `/${list}/${index}`, ...messages[reason] })),
  });

async function* beginningWith(
  first: IteratorResult<Uint8Array, void>,
  rest: AsyncGenerator<Uint8Array, void, void>,
) {
  try {
    if (!first.done) yield first.value;
    yield* rest;
  } finally {
    await rest.return();
  }
}
