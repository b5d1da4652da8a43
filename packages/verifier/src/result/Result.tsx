import { fill } from '@mohar/credential/verification/checks.ts';
import { explain } from '@mohar/credential/verification/explain.ts';
import { formatNames } from '@mohar/credential/verification/format-names.ts';
import type { Verification } from '@mohar/credential/verification/verdict.ts';
import { useEffect, useRef } from 'react';
import { CautionIcon, ScanIcon } from '../app/icons.tsx';
import { useWords } from '../app/words-context.ts';
import { inLanguage } from '../language/choose-language.ts';
import type { Language } from '../language/languages.ts';
import type { TrustState } from '../trust-data/trust-state.ts';
import { OtherWays, type OtherWaysProps } from '../upload/OtherWays.tsx';
import { ResultDetails } from './ResultDetails.tsx';
import { showTime } from './show-date.ts';
import { standingOf } from './standing.ts';
import { holderLines, summaryLines } from './summary-lines.ts';
import { useForgetting } from './use-forgetting.ts';
import { VerdictIcon } from './VerdictIcon.tsx';

export interface ResultProps extends OtherWaysProps {
  readonly verification: Verification;
  readonly trust: TrustState | undefined;
  onScan: () => void;
  onForget: () => void;
}

/** The answer: what it is at a glance, whose it is, and on what the answer rests. */
export function Result({ verification, trust, onScan, onForget, ...otherWays }: ResultProps) {
  const { app, verdict: verdictWords, language } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useForgetting(onForget);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each result
  useEffect(() => {
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [verification]);

  const time = (text: string) => showTime(text, language);
  const standing = standingOf(verification);
  const explained = explain(verification, verdictWords, time);
  const summary = standing.genuine ? verification.summary : undefined;
  const holder = summary ? holderLines(summary, app) : {};
  const { revocation, status } = verification;
  const issuer = issuerName(verification.issuerName, trust, language);
  // Without any list, nobody is trusted: that says nothing of the certificate.
  const knowsNobody = trust && !trust.list && standing.verdict === 'untrusted-issuer';

  return (
    <article className="result" data-verdict={standing.verdict} data-status={standing.status}>
      <div className={`verdict ${standing.weight}`}>
        <VerdictIcon verdict={standing.verdict} />
        <div className="verdict-words">
          <h1 ref={heading} tabIndex={-1}>
            {explained.headline}
          </h1>
          {explained.advice && <p>{explained.advice}</p>}
          {explained.reason && standing.verdict === 'revoked' && (
            <p>{fill(app.standing.reason, { reason: explained.reason })}</p>
          )}
          {revocation?.revokedAt && (
            <p>{fill(app.standing.revokedAt, { revokedAt: time(revocation.revokedAt) })}</p>
          )}
          {knowsNobody && <p>{app.trust.noList}</p>}
        </div>
      </div>

      {standing.genuine && standing.status !== 'checked' && (
        <div className="reservation">
          <CautionIcon />
          <p>
            <strong>{app.standing[standing.status]}</strong>
            <br />
            {status.state === 'checked'
              ? fill(app.standing.staleSince, { checkedAt: time(status.checkedAt) })
              : trust?.status
                ? app.standing.notKnownHere
                : app.standing.notCheckedAdvice}
          </p>
        </div>
      )}

      {summary && (
        <div className="certificate">
          <p className="holder-name">
            <bdi translate="no">{holder.name}</bdi>
          </p>
          {holder.born && <p className="holder-born">{holder.born}</p>}
          <dl className="facts">
            {summaryLines(summary, app, language).map(({ label, value, words }) => (
              <div key={label} className="fact">
                <dt>{label}</dt>
                <dd>{words === 'ours' ? value : <bdi translate="no">{value}</bdi>}</dd>
              </div>
            ))}
          </dl>
          <dl className="origin">
            {issuer && (
              <div>
                <dt>{app.summary.signedBy}</dt>
                <dd className="issuer-name">
                  <bdi>{issuer}</bdi>
                </dd>
              </div>
            )}
            {verification.format && (
              <div>
                <dt>{verdictWords.checkNames.format}</dt>
                <dd className="format-name">
                  <bdi lang="en" translate="no">
                    {formatNames[verification.format]}
                  </bdi>
                </dd>
              </div>
            )}
          </dl>
          <p className="compare">{app.details.compare}</p>
        </div>
      )}

      <ResultDetails
        explanation={explained}
        content={standing.genuine ? (verification.credential ?? verification.content) : undefined}
        format={verification.format}
      />

      <div className="next">
        <button type="button" className="button primary" onClick={onScan}>
          <ScanIcon />
          {app.actions.scanAnother}
        </button>
        <OtherWays {...otherWays} />
      </div>
    </article>
  );
}

/** The issuer's name in the reader's language, where the trust list has it. */
function issuerName(
  issuer: string | undefined,
  trust: TrustState | undefined,
  language: Language,
): string | undefined {
  const known = trust?.list?.issuers.find(({ name }) => Object.values(name).includes(issuer ?? ''));
  return (known && inLanguage(known.name, language)) ?? issuer;
}
