import type { Fault } from '@mohar/credential/event/fault.ts';

/** What a problem says. */
export interface ProblemContent {
  /** HTTP status. */
  readonly status: number;
  /** Stable name for programs, in DIVOC's manner: `VALIDATION_ERROR`. */
  readonly code: string;
  readonly title: string;
  /** For people; never repeats what the caller sent. */
  readonly detail: string;
  readonly faults?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A refusal that the caller is told of: an RFC 9457 problem document that carries DIVOC's `code` and `message`
 * too.
 */
export class Problem extends Error {
  readonly content: ProblemContent;
  constructor(content: ProblemContent) {
    super(content.detail);
    this.name = 'Problem';
    this.content = content;
  }
}

/** The body of a problem answer, media type `application/problem+json`. */
export const problemDocument = (
  { status, code, title, detail, faults }: ProblemContent,
  requestId: string,
) => ({
  type: 'about:blank',
  title,
  status,
  detail,
  instance: requestId,
  code,
  message: detail,
  ...(faults ? { faults } : {}),
});

/** JSON Schemas of a problem and of a fault, for the API documentation. */
export const faultSchema = {
  $id: 'Fault',
  type: 'object',
  required: ['pointer', 'rule', 'message'],
  properties: {
    pointer: { type: 'string', description: 'JSON Pointer into the request' },
    rule: { type: 'string', description: 'Stable name of the rule' },
    message: { type: 'string', description: 'What would be right' },
  },
};
export const problemSchema = {
  $id: 'Problem',
  type: 'object',
  required: ['title', 'status', 'detail', 'code', 'message'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'The request id, also in the logs' },
    code: { type: 'string' },
    message: { type: 'string' },
    faults: { type: 'array', items: { $ref: 'Fault#' } },
  },
};
