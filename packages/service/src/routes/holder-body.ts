import type { Fault } from '@mohar/credential/event/fault.ts';
import { compileSchema } from '@mohar/credential/event/schema-validation.ts';
import type { FastifyRequest } from 'fastify';
import type { Role } from '../auth/role.ts';
import {
  detailsFaults,
  type HolderDetails,
  holderDetailsSchema,
  untakenFaults,
} from '../exporting/holder-details.ts';
import { Problem } from '../problem.ts';

const faultsOfDetails = compileSchema(holderDetailsSchema);
/** Names are short. */
const maxBodyBytes = 4 * 1024;

/** Whoever may say whom a certificate is about: the roles that certify and correct. */
const naming: readonly Role[] = ['api', 'facility-staff', 'system-admin'];

/**
 * The names that a caller gives for a holder, in the body: DIVOC's clients send one with GET, which Fastify leaves
 * unread. Names never come in the URL, which is logged on the way. What is signed then says them instead of the record's: a
 * caller who may only read cannot have that.
 *
 * @param takes what is asked for has a place for these; what has none is refused, not passed over.
 * @throws Problem 400, 403.
 */
export async function holderIn(
  request: FastifyRequest,
  takes: readonly (keyof HolderDetails)[],
): Promise<HolderDetails> {
  const body = request.method === 'GET' ? await bodyOfGet(request) : request.body;
  if (body === undefined || body === null) return {};
  const faults = [...faultsOfDetails(body, '')];
  if (faults.length === 0) faults.push(...detailsFaults(body as HolderDetails));
  if (faults.length > 0) throw invalidNames(faults);
  const details = body as HolderDetails;
  if (Object.keys(details).length > 0 && !naming.some((role) => request.caller.roles.has(role))) {
    throw new Problem({
      status: 403,
      code: 'FORBIDDEN',
      title: 'Not allowed',
      detail: `To give the holder's names needs one of the roles: ${naming.join(', ')}. The record's own need none of them.`,
    });
  }
  const untaken = untakenFaults(details, takes);
  if (untaken.length > 0) throw invalidNames(untaken);
  return details;
}

const invalidNames = (faults: readonly Fault[]) =>
  new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'The names are not valid',
    detail: "The body may hold the holder's names: fn, fnt, gn, gnt; for icvp and vds-nc, passport.",
    faults,
  });

async function bodyOfGet({ raw }: FastifyRequest): Promise<unknown> {
  const { 'content-length': length, 'transfer-encoding': encoding } = raw.headers;
  if ((length === undefined || length === '0') && encoding === undefined) return undefined;
  // Decoded in one: a letter's bytes may come in two pieces.
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of raw) {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes > maxBodyBytes) throw unreadable('body-limit', 'must be smaller');
    }
  } catch (error) {
    // A caller that hangs up is no failure of this service.
    throw error instanceof Problem ? error : unreadable('body-end', 'must come to its end');
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
    return text.trim() === '' ? undefined : JSON.parse(text);
  } catch {
    throw unreadable('json', 'must be well-formed JSON');
  }
}

const unreadable = (rule: string, message: string) =>
  new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'The request is not valid',
    detail: 'The body cannot be read.',
    faults: [{ pointer: '', rule, message }],
  });
