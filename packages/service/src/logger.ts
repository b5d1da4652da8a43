import { PrintError } from '@mohar/print/print-error.ts';
import type { FastifyServerOptions } from 'fastify';

/**
 * Structured logs without personal data: DIVOC's paths carry ids, so a request is logged by its route's
 * pattern; headers, bodies and addresses are not logged at all, and of an error only its name, code and stack
 * frames, since its message may quote a value; a template's alone is known to quote none, and names file and line.
 */
export function loggerOptions(
  level: string,
  stream: { write(line: string): void } | undefined,
): NonNullable<FastifyServerOptions['logger']> {
  return {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    serializers: {
      req: ({ method, routeOptions }) => ({ method, route: routeOptions?.url ?? 'none' }),
      res: ({ statusCode }) => ({ statusCode }),
      err: (error: Error & { code?: string }) => ({
        type: error.name,
        message: error instanceof PrintError ? error.message : '',
        code: error.code ?? '',
        stack: (error.stack ?? '')
          .split('\n')
          .filter((line) => /^\s+at /.test(line))
          .slice(0, 12)
          .join('\n'),
      }),
    },
    ...(stream ? { stream } : {}),
  };
}
