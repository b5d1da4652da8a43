import type { JsonObject } from '@mohar/credential/json.ts';
import type { CheckOutcome } from '@mohar/credential/verification/check-codes.ts';
import type { Explanation } from '@mohar/credential/verification/explain.ts';
import type { CertificateFormat } from '@mohar/credential/verification/verdict.ts';
import { useWords } from '../app/words-context.ts';
import { allFields } from './all-fields.ts';

const signs: Record<CheckOutcome, string> = { passed: '✓', failed: '✕', warning: '!', skipped: '–' };

/** What the answer rests on: every check in words, and every value that is signed. */
export function ResultDetails({
  explanation,
  content,
  format,
}: {
  explanation: Explanation;
  content: JsonObject | undefined;
  format: CertificateFormat | undefined;
}) {
  const { app } = useWords();
  return (
    <div className="details">
      <details>
        <summary>{app.details.checks}</summary>
        <ul className="checks">
          {explanation.checks.map(({ name, outcome, detail }) => (
            <li key={`${name} ${detail}`} className={`check ${outcome}`}>
              <span className="check-sign" aria-hidden="true">
                {signs[outcome]}
              </span>
              <span>
                <strong>{name}</strong> <span className="only-spoken">{app.outcomes[outcome]}.</span>
                <br />
                {detail}
              </span>
            </li>
          ))}
        </ul>
        {content && <p className="status-age">{explanation.status}</p>}
      </details>
      {content && (
        <details>
          <summary>{app.details.fields}</summary>
          <dl className="fields">
            {allFields(content, app.fields, format).map(({ label, value }, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
              <div key={n} className="field">
                <dt>{label}</dt>
                <dd>
                  <bdi translate="no">{value}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
