import { NotExpressibleError } from '@mohar/credential/formats/not-expressible-error.ts';
import { PrintError } from '@mohar/print/print-error.ts';
import type { FastifyError } from 'fastify';
import { CodeTooLargeError } from './exporting/code-budget.ts';
import { FormatNotOfferedError, NoDocumentKeyError } from './exporting/export-document.ts';
import { BusyError } from './issuing/desk.ts';
import { ExpiredKeyError } from './issuing/issuer.ts';
import { UnreadableCodeError } from './issuing/look-at-code.ts';
import { Problem, type ProblemContent } from './problem.ts';
import { TokenError } from './signing/pkcs11/token-error.ts';

/** What Fastify's own refusals are called, by its error codes. */
const fastifyProblems: Record<string, Omit<ProblemContent, 'status'>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: {
    code: 'MALFORMED_JSON',
    title: 'The body is not JSON',
    detail: 'The body must be well-formed JSON (RFC 8259) in UTF-8.',
    faults: [{ pointer: '', rule: 'json', message: 'must be well-formed JSON' }],
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    code: 'MALFORMED_JSON',
    title: 'The body is empty',
    detail: 'The body must be JSON.',
    faults: [{ pointer: '', rule: 'json', message: 'must not be empty' }],
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'BODY_TOO_LARGE',
    title: 'The body is too large',
    detail: 'The body is larger than this service accepts (MOHAR_BODY_LIMIT). Send fewer events at a time.',
    faults: [{ pointer: '', rule: 'body-limit', message: 'must be smaller' }],
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    title: 'Unsupported media type',
    detail: 'The body must be sent as application/json.',
    faults: [{ pointer: '', rule: 'content-type', message: 'must be application/json' }],
  },
};

/**
 * What a caller is told of any error. The one place where errors become HTTP.
 *
 * @returns status 500 without any detail for what was not foreseen.
 */
export function toProblem(error: unknown): ProblemContent {
  if (error instanceof Problem) return error.content;
  if (error instanceof PrintError) return printProblem(error);
  if (error instanceof BusyError) return busy('The service has as much to do as it can hold');
  if (error instanceof ExpiredKeyError) {
    return cannotSign(error.code, 'The signing key has expired', 'Its operator must make a new one.');
  }
  if (error instanceof TokenError) {
    return cannotSign(
      'SIGNING_KEY_UNAVAILABLE',
      'The token with the signing key does not answer',
      'Try again.',
    );
  }
  if (error instanceof NotExpressibleError || error instanceof CodeTooLargeError) {
    return {
      status: 422,
      code: error.code,
      title:
        error instanceof CodeTooLargeError
          ? 'The certificate does not fit a code'
          : 'The record cannot be expressed in this format',
      detail: error.message,
      faults: error.faults,
    };
  }
  if (error instanceof FormatNotOfferedError) {
    return { status: 404, code: error.code, title: 'Format not offered', detail: error.message };
  }
  if (error instanceof UnreadableCodeError) {
    return {
      status: 500,
      code: error.code,
      title: 'The code that was made does not read back',
      detail: 'It was not given out. The certificate itself is safe.',
    };
  }
  if (error instanceof NoDocumentKeyError) {
    return cannotSign(
      error.code,
      'There is no key that signs this format',
      'Its operator must make one: mohar keys dsc.',
    );
  }
  const { code = '', statusCode = 500, validation, validationContext } = error as Partial<FastifyError>;
  if (validation) {
    return {
      status: 400,
      code: 'VALIDATION_ERROR',
      title: 'The request is not valid',
      detail: `The request's ${validationContext ?? 'content'} breaks a rule.`,
      faults: validation.map(({ instancePath, keyword, params, message }) => {
        const pointer = `${instancePath}${params.missingProperty ? `/${params.missingProperty}` : ''}`;
        return {
          // Of a query there are no pointers: its members are named as everywhere else.
          pointer: validationContext === 'querystring' ? pointer.replace('/', '?') : pointer,
          rule: keyword,
          message:
            keyword === 'enum' && Array.isArray(params.allowedValues)
              ? `must be one of ${params.allowedValues.join(', ')}`
              : (message ?? 'is not valid'),
        };
      }),
    };
  }
  const known = fastifyProblems[code];
  if (known) return { status: statusCode, ...known };
  if (statusCode === 429) {
    return {
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      title: 'Too many requests',
      detail: 'Wait as long as Retry-After says, then try again.',
    };
  }
  if (statusCode >= 400 && statusCode < 500) {
    return {
      status: statusCode,
      code: 'BAD_REQUEST',
      title: 'The request is not valid',
      detail: 'The request cannot be read.',
    };
  }
  if (isDatabaseOutage(error)) {
    return {
      status: 503,
      code: 'UNAVAILABLE',
      title: 'The database cannot be reached',
      detail: 'Nothing was changed. Try again.',
      headers: { 'retry-after': '5' },
    };
  }
  return {
    status: 500,
    code: 'INTERNAL_ERROR',
    title: 'Internal error',
    detail: 'Something failed that should not.',
  };
}

const busy = (title: string): ProblemContent => ({
  status: 503,
  code: 'BUSY',
  title,
  detail: 'Nothing was changed. Try again after as many seconds as Retry-After says.',
  headers: { 'retry-after': '2' },
});

const cannotSign = (code: string, title: string, advice: string): ProblemContent => ({
  status: 503,
  code,
  title,
  detail: `Nothing was signed, and nothing was changed. ${advice}`,
  headers: { 'retry-after': '30' },
});

function printProblem({ code }: PrintError): ProblemContent {
  if (code === 'busy') {
    return busy('Too much to print at the moment');
  }
  return {
    status: 500,
    code: 'PRINT_FAILED',
    title: 'The certificate could not be printed',
    detail: `${code === 'renderer' ? 'The process that prints cannot be started' : 'The template of the country pack failed'}. The certificate itself is safe.`,
  };
}

/** PostgreSQL's classes 08 (connection), 53 (resources), 57P (shutdown), and the socket's own errors. */
const isDatabaseOutage = (error: unknown) => {
  const { code, message } = error as { code?: string; message?: string };
  return (
    /^(08|53|57P)/.test(code ?? '') ||
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code ?? '') ||
    /Connection terminated|timeout exceeded when trying to connect/.test(message ?? '')
  );
};
