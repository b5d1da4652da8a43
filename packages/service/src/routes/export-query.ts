import { compileSchema } from '@mohar/credential/event/schema-validation.ts';
import type { FastifyRequest } from 'fastify';
import type { Role } from '../auth/role.ts';
import { detailsFaults, type HolderDetails, holderDetailsSchema } from '../exporting/holder-details.ts';
import { Problem } from '../problem.ts';
import { latestCertificate } from '../registry/latest-certificate.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import type { Services } from '../services.ts';
import {
  byId,
  languageQuery,
  noCertificate,
  noControls,
  programQuery,
  withdrawn,
} from './find-for-caller.ts';

/** Which certificate is meant, and as what. */
export interface ExportQuery {
  readonly refId?: string;
  readonly certificateId?: string;
  readonly programId?: string;
  readonly disease?: string;
  readonly kind: 'vaccination' | 'test' | 'recovery';
  readonly type?: 'qrcode';
  readonly language?: string;
}

export const exportQueryProperties = {
  refId: {
    type: 'string',
    minLength: 1,
    maxLength: 100,
    pattern: noControls,
    description:
      "The beneficiary's id in the source system (preEnrollmentCode): of its certificates, the latest",
  },
  certificateId: { type: 'string', maxLength: 40, description: 'A certificate of its own; instead of refId' },
  ...programQuery,
  disease: {
    type: 'string',
    maxLength: 100,
    pattern: noControls,
    description: "With refId: of which disease, where it is not the country's usual one",
  },
  kind: {
    type: 'string',
    enum: ['vaccination', 'test', 'recovery'],
    default: 'vaccination',
    description: 'With refId: which certificates. A recovery is certified by a positive test.',
  },
  ...languageQuery,
};

/**
 * The certificate that a caller means: by its id, or a beneficiary's latest. Of two of the same dose, the international
 * one is taken, since it has a date of birth.
 *
 * @throws Problem 400, 404, 410.
 */
export async function meantCertificate(query: ExportQuery, services: Services): Promise<StoredCertificate> {
  const { refId, certificateId, kind } = query;
  if ((refId === undefined) === (certificateId === undefined)) {
    throw invalid('?refId', 'required', 'must be given, or certificateId; not both');
  }
  if (certificateId !== undefined) {
    const found = await byId(certificateId, services);
    if (found.state !== 'issued') throw withdrawn(found);
    return found;
  }
  const types = kind === 'vaccination' ? ['international', 'domestic'] : ['test'];
  const latest = await Promise.all(types.map((type) => latestOf(refId as string, type, query, services)));
  const [first, second] = latest.filter((found) => found !== undefined);
  if (!first) throw noCertificate('This beneficiary has no such certificate.');
  return second && second.dose > first.dose ? second : first;
}

const latestOf = (
  beneficiary: string,
  certificateType: string,
  { programId, disease }: ExportQuery,
  { db, issuer }: Services,
) =>
  latestCertificate(db, {
    beneficiary,
    certificateTypes: [certificateType],
    ...(programId === undefined ? {} : { program: programId }),
    ...(disease !== undefined
      ? { disease }
      : certificateType === 'test'
        ? {}
        : { disease: issuer.pack.disease }),
  });

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
 * @throws Problem 400, 403.
 */
export async function holderIn(request: FastifyRequest): Promise<HolderDetails> {
  const body = request.method === 'GET' ? await bodyOfGet(request) : request.body;
  if (body === undefined || body === null) return {};
  const faults = [...faultsOfDetails(body, '')];
  if (faults.length === 0) faults.push(...detailsFaults(body as HolderDetails));
  if (faults.length > 0) {
    throw new Problem({
      status: 400,
      code: 'VALIDATION_ERROR',
      title: 'The names are not valid',
      detail: "The body may hold the holder's names: fn, fnt, gn, gnt.",
      faults,
    });
  }
  const details = body as HolderDetails;
  if (Object.keys(details).length > 0 && !naming.some((role) => request.caller.roles.has(role))) {
    throw new Problem({
      status: 403,
      code: 'FORBIDDEN',
      title: 'Not allowed',
      detail: `To give the holder's names needs one of the roles: ${naming.join(', ')}. The record's own need none of them.`,
    });
  }
  return details;
}

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
      if (bytes > maxBodyBytes) throw invalid('', 'body-limit', 'must be smaller');
    }
  } catch (error) {
    // A caller that hangs up is no failure of this service.
    throw error instanceof Problem ? error : invalid('', 'body-end', 'must come to its end');
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
    return text.trim() === '' ? undefined : JSON.parse(text);
  } catch {
    throw invalid('', 'json', 'must be well-formed JSON');
  }
}

const invalid = (pointer: string, rule: string, message: string) =>
  new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'The request is not valid',
    detail: 'The request does not say which certificate is meant, or for which names.',
    faults: [{ pointer, rule, message }],
  });
