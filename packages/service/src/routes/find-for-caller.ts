import { parseCertificateId } from '@mohar/credential/credential/certificate-id.ts';
import { papers } from '@mohar/print/print-job.ts';
import type { FastifyRequest } from 'fastify';
import { wantedLanguages } from '../country/languages-for.ts';
import type { CountryPack } from '../country/pack.ts';
import { Problem } from '../problem.ts';
import { findCertificate } from '../registry/find-certificate.ts';
import type { Access } from '../registry/record-access.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import type { Services } from '../services.ts';

/** Who may fetch certificates. */
export const readers = ['api', 'facility-admin', 'facility-staff', 'controller', 'system-admin'] as const;

/** Who may fetch what is printed. */
export const printers = [...readers, 'facility-print-staff'] as const;

// The database holds no NUL, and nobody's id has a control character.
/** For texts that are looked up. */
export const noControls = '^[^\\u0000-\\u001f\\u007f]*$';

export const beneficiaryParams = {
  type: 'object',
  properties: { preEnrollmentCode: { type: 'string', minLength: 1, maxLength: 100, pattern: noControls } },
};
export const programQuery = {
  programId: {
    type: 'string',
    maxLength: 100,
    pattern: noControls,
    description: 'Where a beneficiary has several',
  },
};
export const languageQuery = {
  language: {
    type: 'string',
    maxLength: 40,
    description:
      'Languages to print in: one, or two side by side, such as en,hi; else that of the facility’s region beside the country’s',
  },
};
/** Of documents that have a page alone. */
export const sheetPaperQuery = {
  paper: {
    type: 'string',
    enum: papers.filter((paper) => paper !== 'card'),
    description: "Of the PDF; the country's usual one, where it is not given",
  },
};
export const paperQuery = {
  paper: {
    type: 'string',
    enum: [...papers],
    description: "The country's usual one, where it is not given; card: front and back of a bank card's size",
  },
};
/** The certificate of an id that a caller names. */
export async function byId(text: string, { db }: Services): Promise<StoredCertificate> {
  const parsed = parseCertificateId(text);
  if (!parsed) {
    throw new Problem({
      status: 400,
      code: 'VALIDATION_ERROR',
      title: 'Not a certificate id',
      detail: 'A certificate id has 17 characters; one of them is wrong or missing.',
      faults: [
        {
          pointer: '/certificateId',
          rule: 'certificate-id',
          message: 'must be a certificate id with its check character',
        },
      ],
    });
  }
  const found = await findCertificate(db, parsed.id);
  if (!found) throw noCertificate('No certificate has this id.');
  return found;
}

/**
 * Languages to print in, as a caller asks for them: one or two of the country's; undefined where nobody asks.
 *
 * @param pointer where the caller asks.
 * @throws Problem 400.
 */
export function readLanguages(
  wanted: string | undefined,
  pack: CountryPack,
  pointer = '?language',
): readonly string[] | undefined {
  if (wanted === undefined) return undefined;
  const languages = wantedLanguages(pack, wanted);
  if (languages !== undefined) return languages;
  const { offered, aliases = {} } = pack.languages;
  const known = [...offered, ...Object.values(aliases).flat()].join(', ');
  throw new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'Unknown language',
    detail: `This country prints in: ${offered.join(', ')}.`,
    faults: [{ pointer, rule: 'enum', message: `must be one or two of: ${known}` }],
  });
}

/** An access, for the audit trail. */
export const access = (
  request: FastifyRequest,
  found: StoredCertificate,
  detail: Access['detail'],
): Access => ({
  shard: found.shard,
  certificateId: found.certificateId,
  caller: request.caller.id,
  detail,
});

/** What an answer tells of its certificate. */
export const stateHeaders = (found: StoredCertificate) => ({
  'x-certificate-id': found.certificateId,
  'x-certificate-state': found.state,
});

export const noCertificate = (detail: string) =>
  new Problem({ status: 404, code: 'NOT_FOUND', title: 'Certificate not found', detail });

/** Of a certificate that is not in force. */
export const withdrawn = ({ state, supersededBy }: StoredCertificate) =>
  new Problem({
    status: 410,
    code: state === 'superseded' ? 'SUPERSEDED' : 'REVOKED',
    title: 'The certificate is no longer in force',
    detail:
      state === 'superseded'
        ? `It was corrected: certificate ${supersededBy} has taken its place.`
        : 'It was revoked by its issuer.',
  });
