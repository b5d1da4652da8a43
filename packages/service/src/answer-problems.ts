import type { FastifyInstance } from 'fastify';
import { problemDocument } from './problem.ts';
import { toProblem } from './to-problem.ts';

/** Makes every refusal and failure of the application a problem document. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error);
    if (problem.status >= 500)
      request.log.error({ err: error, req: request, reqId: request.id }, problem.code);
    return reply
      .code(problem.status)
      .headers(problem.headers ?? {})
      .type('application/problem+json; charset=utf-8')
      .serializer((body: unknown) => JSON.stringify(body))
      .send(problemDocument(problem, request.id));
  });
  app.setNotFoundHandler((request, reply) => {
    const allowed = ['GET', 'POST', 'PUT', 'DELETE'].filter((method) =>
      app.findRoute({ method: method as 'GET', url: request.url.split('?')[0] ?? '' }),
    );
    const known = allowed.length > 0;
    const problem = known
      ? {
          status: 405,
          code: 'METHOD_NOT_ALLOWED',
          title: 'Method not allowed',
          detail: `Use ${allowed.join(', ')}.`,
        }
      : { status: 404, code: 'NOT_FOUND', title: 'No such path', detail: 'The API is described at /docs.' };
    return reply
      .code(problem.status)
      .headers(known ? { allow: allowed.join(', ') } : {})
      .type('application/problem+json; charset=utf-8')
      .send(problemDocument(problem, request.id));
  });
}
