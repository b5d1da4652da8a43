import { fill } from '@mohar/credential/verification/checks.ts';
import { showTime } from '../result/show-date.ts';
import type { RefreshOutcome } from '../trust-data/refresh-outcome.ts';
import { isOld } from '../trust-data/trust-state.ts';
import { RefreshIcon } from './icons.tsx';
import type { Trust } from './use-trust.ts';
import { useWords } from './words-context.ts';

/** How old the data are that certificates are verified with, and how to get newer ones. */
export function TrustPanel({ trust }: { trust: Trust }) {
  const { app, language } = useWords();
  const { list, status, lastRefresh } = trust.state ?? {};
  const time = (text: string) => ({ time: showTime(text, language) });
  return (
    <section className="trust" aria-labelledby="trust-heading">
      <div className="trust-text">
        <h2 id="trust-heading">{app.trust.heading}</h2>
        {list ? (
          <p>
            {fill(app.trust.issuersOf, time(list.publishedAt))}
            <br />
            {status ? fill(app.trust.revocationsOf, time(status.checkedAt)) : app.trust.noStatus}
          </p>
        ) : (
          trust.state && <p className="trust-warning">{app.trust.noList}</p>
        )}
        {trust.state && isOld(trust.state, Date.now()) && <p className="trust-warning">{app.trust.old}</p>}
        <p role="status" className={isWarning(lastRefresh) ? 'trust-warning' : 'trust-said'}>
          {trust.refreshing ? app.trust.refreshing : lastRefresh && app.trust[lastRefresh]}
        </p>
      </div>
      <button
        type="button"
        className="button quiet"
        // Not `disabled`: focus would be lost.
        aria-disabled={trust.refreshing}
        onClick={() => {
          if (!trust.refreshing) trust.refresh();
        }}
      >
        <RefreshIcon />
        {app.actions.refresh}
      </button>
    </section>
  );
}

const isWarning = (outcome: RefreshOutcome | undefined) => outcome === 'refused' || outcome === 'missing';
