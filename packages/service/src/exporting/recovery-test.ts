import { diseaseNamed } from '@mohar/credential/codes/diseases.ts';
import { loincMethodOf } from '@mohar/credential/codes/test-types.ts';
import type { TestEvent } from '@mohar/credential/event/health-event.ts';
import { isActive } from '@mohar/credential/formats/eu-dcc/value-sets.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';

/**
 * Of a holder's test certificates, the one that certifies a recovery: the newest sample that was positive by a nucleic acid
 * test for a disease that EU DCC are of; where there is none, the one that comes closest, to be refused with what it lacks.
 */
export function testOfRecovery(tests: readonly StoredCertificate[]): StoredCertificate | undefined {
  const newestFirst = [...tests].sort((a, b) => (detailsOf(a).sampledAt < detailsOf(b).sampledAt ? 1 : -1));
  return (
    newestFirst.find((test) => isPositive(test) && isNucleicAcid(test) && isOfListedDisease(test)) ??
    newestFirst.find(isPositive) ??
    newestFirst[0]
  );
}

const detailsOf = ({ event }: StoredCertificate) => event.testDetails as unknown as TestEvent['testDetails'];

const isPositive = (test: StoredCertificate) => detailsOf(test).result === 'Positive';

const isNucleicAcid = (test: StoredCertificate) => loincMethodOf(detailsOf(test).testType) === 'LP6464-4';

const isOfListedDisease = ({ disease }: StoredCertificate) =>
  isActive('diseases', diseaseNamed(disease)?.snomed ?? '');
