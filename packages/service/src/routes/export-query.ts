import { testOfRecovery } from '../exporting/recovery-test.ts';
import type { SheetPaper } from '../issuing/paper-choice.ts';
import { Problem } from '../problem.ts';
import { type LatestQuery, latestCertificate, latestCertificates } from '../registry/latest-certificate.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import type { Services } from '../services.ts';
import { type DesignQuery, designQuery } from './design-query.ts';
import {
  byId,
  languageQuery,
  noCertificate,
  noControls,
  programQuery,
  sheetPaperQuery,
  withdrawn,
} from './find-for-caller.ts';

/** Which certificate is meant, and as what. */
export interface ExportQuery extends DesignQuery {
  readonly refId?: string;
  readonly certificateId?: string;
  readonly programId?: string;
  readonly disease?: string;
  readonly kind?: 'vaccination' | 'test' | 'recovery';
  readonly type?: string;
  readonly language?: string;
  readonly paper?: SheetPaper;
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
    description:
      'Of what. With refId: vaccination, where it is not given. recovery: as EU DCC, certified by the first positive test of the latest infection',
  },
  type: {
    type: 'string',
    maxLength: 40,
    description: "DIVOC's: qrcode, in any case, means image/png; anything else leaves it to Accept",
  },
  ...languageQuery,
  ...sheetPaperQuery,
  ...designQuery,
};

/**
 * The certificate that a caller means: by its id, or a beneficiary's latest. Of two of the same dose, the international
 * one is taken, since it has a date of birth; for a recovery, the first positive test of the latest infection.
 *
 * @throws Problem 400, 404, 410; 422 where the certificate of an id is of another kind.
 */
export async function meantCertificate(query: ExportQuery, services: Services): Promise<StoredCertificate> {
  const { refId, certificateId, kind } = query;
  if ((refId === undefined) === (certificateId === undefined)) {
    throw invalid('?refId', 'required', 'must be given, or certificateId; not both');
  }
  if (certificateId !== undefined) {
    const found = await byId(certificateId, services);
    if (found.state !== 'issued') throw withdrawn(found);
    if (kind !== undefined && !certificateTypes[kind].includes(found.certificateType)) throw otherKind();
    return found;
  }
  const beneficiary = refId as string;
  if (kind === 'recovery') {
    const tests = await latestCertificates(
      services.db,
      latestQuery(beneficiary, 'test', query, services),
      maxTests,
    );
    const { pack } = services.issuer;
    const period = pack.exports['eu-dcc']?.recovery;
    const test = testOfRecovery(tests, { period, timeZone: pack.timeZone, now: services.clock() });
    if (!test) throw noCertificate('This beneficiary has no test certificate.');
    return test;
  }
  const latest = await Promise.all(
    certificateTypes[kind ?? 'vaccination'].map((type) =>
      latestCertificate(services.db, latestQuery(beneficiary, type, query, services)),
    ),
  );
  const [first, second] = latest.filter((found) => found !== undefined);
  if (!first)
    throw noCertificate(
      'This beneficiary has no such certificate: of this kind, disease and programme (kind, disease, programId).',
    );
  return second && second.dose > first.dose ? second : first;
}

const certificateTypes: Readonly<Record<NonNullable<ExportQuery['kind']>, readonly string[]>> = {
  vaccination: ['international', 'domestic'],
  test: ['test'],
  recovery: ['test'],
};

/** Of a beneficiary's tests, the newest, among which a positive one is looked for. */
const maxTests = 200;

const latestQuery = (
  beneficiary: string,
  certificateType: string,
  { programId, disease }: ExportQuery,
  { issuer }: Services,
): LatestQuery => ({
  beneficiary,
  certificateTypes: [certificateType],
  ...(programId === undefined ? {} : { program: programId }),
  ...(disease !== undefined
    ? { disease }
    : certificateType === 'test'
      ? {}
      : { disease: issuer.pack.disease }),
});

const otherKind = () =>
  new Problem({
    status: 422,
    code: 'NOT_EXPRESSIBLE',
    title: 'The record cannot be expressed in this format',
    detail: 'The certificate of this id is of another kind.',
    faults: [{ pointer: '?kind', rule: 'event-kind', message: 'must be what the certificate is of' }],
  });

const invalid = (pointer: string, rule: string, message: string) =>
  new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'The request is not valid',
    detail: 'The request does not say which certificate is meant.',
    faults: [{ pointer, rule, message }],
  });
