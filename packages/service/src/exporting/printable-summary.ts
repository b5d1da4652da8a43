import { diseaseNamed } from '@mohar/credential/codes/diseases.ts';
import { sexNamed } from '@mohar/credential/codes/sexes.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import type { CertificateSummary } from '@mohar/credential/verification/summarize.ts';

/**
 * What a code says, as the pages of certificates show it: each format has its own codes for a sex or a result, the messages of a
 * country pack have one word for each. The code itself stays as it is.
 *
 * @returns the summary, with `holder.sex` as the messages' `sexes` have it (`male`, `female`, `other`, `unknown`,
 *   `unspecified`), a test's `result` as their `results` (`Positive`, `Negative`…), and the disease by its first name. What
 *   none of them means stays as it was read.
 */
export function printableSummary(summary: CertificateSummary): JsonObject {
  const { holder, vaccination, test, recovery } = summary;
  return JSON.parse(
    JSON.stringify({
      ...summary,
      holder: { ...holder, sex: sexNamed(holder.sex) ?? holder.sex },
      vaccination: vaccination && { ...vaccination, disease: diseaseOf(vaccination.disease) },
      test: test && { ...test, disease: diseaseOf(test.disease), result: worded(results, test.result) },
      recovery: recovery && { ...recovery, disease: diseaseOf(recovery.disease) },
    }),
  );
}

/** As events have them, and as the EU's, the WHO's and ICAO's lists do. */
const results: Readonly<Record<string, string>> = {
  positive: 'Positive',
  detected: 'Positive',
  negative: 'Negative',
  'not detected': 'Negative',
  inconclusive: 'Inconclusive',
  void: 'Void',
};

function worded(words: Readonly<Record<string, string>>, text: string | undefined): string | undefined {
  const code = text?.trim().toLowerCase() ?? '';
  return Object.hasOwn(words, code) ? words[code] : text;
}

/** A disease is known by its agent, too: SARS-CoV-2. */
const diseaseOf = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : (diseaseNamed(text)?.name ?? text);
