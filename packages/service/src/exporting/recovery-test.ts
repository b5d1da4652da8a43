import { diseaseNamed } from '@mohar/credential/codes/diseases.ts';
import { loincMethodOf } from '@mohar/credential/codes/test-types.ts';
import type { TestEvent } from '@mohar/credential/event/health-event.ts';
import {
  isRecoveryOver,
  type RecoveryPeriod,
  recoveryDates,
} from '@mohar/credential/formats/eu-dcc/recovery-period.ts';
import { isActive } from '@mohar/credential/formats/eu-dcc/value-sets.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';

/** By what a country certifies recoveries, and when. */
export interface RecoveryRule {
  /** Undefined where the country certifies none. */
  readonly period: RecoveryPeriod | undefined;
  /** IANA name of the country's zone. */
  readonly timeZone: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A positive sample so many days after another one may be of another infection (ECDC's case definition of 2021). */
const otherInfectionDays = 60;

/**
 * Of a holder's test certificates, the one that certifies a recovery: of the latest infection, the first sample that was
 * positive by a nucleic acid test for a disease that EU DCC are of, and whose certificate has not ended; where there is none,
 * the newest that comes closest, to be refused with what it lacks.
 */
export function testOfRecovery(
  tests: readonly StoredCertificate[],
  { period, timeZone, now }: RecoveryRule,
): StoredCertificate | undefined {
  const newestFirst = [...tests].sort((a, b) => (detailsOf(a).sampledAt < detailsOf(b).sampledAt ? 1 : -1));
  const qualified = newestFirst.filter(
    (test) => isPositive(test) && isNucleicAcid(test) && isOfListedDisease(test),
  );
  const isInForce = (test: StoredCertificate): boolean => {
    const dates = period && recoveryDates(detailsOf(test).sampleCollectionTimestamp, period, timeZone);
    return dates !== undefined && !isRecoveryOver(dates, now);
  };
  return (
    ofLatestInfection(qualified).findLast(isInForce) ??
    qualified[0] ??
    newestFirst.find(isPositive) ??
    newestFirst[0]
  );
}

function ofLatestInfection(newestFirst: readonly StoredCertificate[]): readonly StoredCertificate[] {
  const sampledAt = (test: StoredCertificate) => Date.parse(detailsOf(test).sampledAt);
  const end = newestFirst.findIndex((test, n) => {
    const later = newestFirst[n - 1];
    return later !== undefined && sampledAt(later) - sampledAt(test) >= otherInfectionDays * 86_400_000;
  });
  return end === -1 ? newestFirst : newestFirst.slice(0, end);
}

const detailsOf = ({ event }: StoredCertificate) => event.testDetails as unknown as TestEvent['testDetails'];

const isPositive = (test: StoredCertificate) => detailsOf(test).result === 'Positive';

const isNucleicAcid = (test: StoredCertificate) => loincMethodOf(detailsOf(test).testType) === 'LP6464-4';

const isOfListedDisease = ({ disease }: StoredCertificate) =>
  isActive('diseases', diseaseNamed(disease)?.snomed ?? '');
