import { fill } from '@mohar/credential/verification/checks.ts';
import type { CertificateSummary } from '@mohar/credential/verification/summarize.ts';
import type { AppWords } from '../language/languages.ts';
import { showCivilDate, showDateOrTime } from './show-date.ts';

/** One line of what is seen at a glance. */
export interface SummaryLine {
  readonly label: string;
  readonly value: string;
  /** `ours`: the value is in the app's language; `theirs`: as the issuer wrote it, in any language. */
  readonly words: 'ours' | 'theirs';
}

/** Name and age, shown above all: name as the issuer wrote it; born or age in the app's words. */
export function holderLines(
  { holder }: CertificateSummary,
  words: AppWords,
): { name?: string; born?: string } {
  const { birthYear, age } = holder;
  const born =
    birthYear !== undefined
      ? fill(words.summary.born, { year: birthYear })
      : age !== undefined
        ? fill(words.summary.age, { age })
        : undefined;
  return {
    ...(holder.name === undefined ? {} : { name: holder.name }),
    ...(born === undefined ? {} : { born }),
  };
}

/**
 * What a certificate says, in the lines that a person who verifies looks at.
 *
 * @param language of the words: dates and times are shown as it does.
 */
export function summaryLines(summary: CertificateSummary, words: AppWords, language: string): SummaryLine[] {
  const { vaccination, test, recovery } = summary;
  const labels = words.summary;
  const lines: SummaryLine[] = [];
  const add = (label: string, value: string | undefined, written: SummaryLine['words'] = 'theirs') => {
    if (value !== undefined) lines.push({ label, value, words: written });
  };
  const when = (value: string | undefined) => value && showDateOrTime(value, language);
  // As the certificate has it: in the device's time zone it might be another day.
  const civil = (value: string | undefined) => value && showCivilDate(value.slice(0, 10), language);
  if (vaccination) {
    add(labels.disease, vaccination.disease);
    add(labels.dose, doseText(vaccination, words), 'ours');
    add(labels.vaccine, vaccination.vaccine);
    add(labels.vaccinatedOn, civil(vaccination.date), 'ours');
  }
  if (test) {
    add(labels.result, test.result);
    add(labels.test, test.testName ?? test.testType);
    add(labels.disease, test.disease);
    add(labels.sampled, when(test.sampledAt), 'ours');
    add(labels.resultAt, when(test.resultAt), 'ours');
  }
  if (recovery) {
    add(labels.disease, recovery.disease);
    add(labels.firstPositive, civil(recovery.firstPositiveOn), 'ours');
    add(labels.effectiveFrom, civil(recovery.effectiveFrom), 'ours');
    add(labels.effectiveUntil, civil(recovery.effectiveUntil), 'ours');
  }
  return lines;
}

/** “Dose 2 of 2 · Final”. */
function doseText(
  { dose, totalDoses, stage }: NonNullable<CertificateSummary['vaccination']>,
  { summary, stages }: AppWords,
): string | undefined {
  if (dose === undefined) return undefined;
  const counted =
    totalDoses === undefined
      ? fill(summary.doseAlone, { dose: String(dose) })
      : fill(summary.doseOf, { dose: String(dose), total: String(totalDoses) });
  return stage === undefined ? counted : `${counted} · ${stages[stage]}`;
}
