import { parseCertificateId } from '../../credential/certificate-id.ts';
import type { CertificateSummary, TestSummary, VaccinationSummary } from '../../verification/summarize.ts';
import type { CardContent, CardTest, CardVaccination } from './read-bundle.ts';

/**
 * What a person looks at: of several vaccinations or tests, the latest. Health cards number no doses.
 *
 * @param rid the card's revocation id: a certificate id on cards of this software, shown only then.
 * @param issuedAt milliseconds since 1970.
 */
export function summarizeHealthCard(
  { holder, vaccinations: [vaccination], tests: [test] }: CardContent,
  rid: string | undefined,
  issuedAt: number,
): CertificateSummary {
  const facility = (vaccination ?? test)?.facility;
  return {
    kind: vaccination ? 'vaccination' : test ? 'test' : 'other',
    ...(rid !== undefined && parseCertificateId(rid)?.id === rid ? { certificateId: rid } : {}),
    issuedAt: new Date(issuedAt).toISOString(),
    holder: holder ? { ...holder, ...birthYear(holder.birthDate) } : {},
    ...(vaccination ? { vaccination: vaccinationOf(vaccination) } : {}),
    ...(test ? { test: testOf(test) } : {}),
    ...(facility === undefined ? {} : { facility }),
  };
}

const birthYear = (birthDate: string | undefined) =>
  birthDate === undefined ? {} : { birthYear: birthDate.slice(0, 4) };

const vaccinationOf = ({ facility: _, ...members }: CardVaccination): VaccinationSummary => members;

const testOf = ({ disease, name, result, sampledAt }: CardTest): TestSummary => ({
  disease,
  testName: name,
  result,
  sampledAt,
});
