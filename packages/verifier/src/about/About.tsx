import type { IssuerPublicKey, TrustedIssuer } from '@mohar/credential/trust/signed-trust-list.ts';
import { useEffect, useRef } from 'react';
import { BackIcon } from '../app/icons.tsx';
import { useWords } from '../app/words-context.ts';
import { inLanguage } from '../language/choose-language.ts';
import { showTime } from '../result/show-date.ts';
import type { TrustState } from '../trust-data/trust-state.ts';
import { CopyButton } from './CopyButton.tsx';
import { keyIdOf } from './key-id.ts';

/** What this app does, and whose signatures it accepts, by which keys. */
export function About({ trust, onBack }: { trust: TrustState | undefined; onBack: () => void }) {
  const { app, language } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  const list = trust?.list;
  const time = (text: string) => showTime(text, language);
  return (
    <article className="about">
      <button type="button" className="button quiet back" onClick={onBack}>
        <BackIcon />
        {app.actions.back}
      </button>
      <h1 ref={heading} tabIndex={-1}>
        {app.about.heading}
      </h1>
      <p>{app.about.what}</p>
      <p>{app.about.privacy}</p>
      <p>{app.about.not}</p>

      <h2>{app.about.issuers}</h2>
      {list ? (
        list.issuers.map((issuer) => <Issuer key={issuer.id} issuer={issuer} />)
      ) : (
        <p>{app.about.noIssuers}</p>
      )}

      {list && (
        <>
          <h2>{app.about.list}</h2>
          <dl className="fields">
            <Line label={app.about.publishedAt} value={time(list.publishedAt)} />
            <Line label={app.about.nextPublicationAt} value={time(list.nextPublicationAt)} />
            {trust?.fetchedAt && <Line label={app.about.fetchedAt} value={time(trust.fetchedAt)} />}
          </dl>
        </>
      )}
      <p className="colophon">{app.about.openSource}</p>
    </article>
  );
}

function Issuer({ issuer }: { issuer: TrustedIssuer }) {
  const { app, language } = useWords();
  return (
    <section className="issuer">
      <h3>{inLanguage(issuer.name, language) ?? issuer.id}</h3>
      <dl className="fields">
        <Line label={app.fields.id} value={issuer.id} machine />
        {issuer.country && <Line label={app.about.country} value={issuer.country} machine />}
      </dl>
      <h4>{app.about.keys}</h4>
      {issuer.keys.map((key) => (
        <PublicKey key={`${key.verificationMethod} ${key.publicKey}`} publicKey={key} />
      ))}
    </section>
  );
}

function PublicKey({ publicKey: key }: { publicKey: IssuerPublicKey }) {
  const { app, language } = useWords();
  const time = (text: string) => showTime(text, language);
  const keyId = keyIdOf(key.verificationMethod);
  return (
    <div className="public-key">
      <dl className="fields">
        <Line label={app.about.method} value={key.verificationMethod} machine />
        {keyId && <Line label={app.about.keyId} value={keyId} machine />}
        {key.validFrom && <Line label={app.about.validFrom} value={time(key.validFrom)} />}
        <Line label={app.about.validUntil} value={key.validUntil ? time(key.validUntil) : app.about.noEnd} />
        {key.compromisedSince && (
          <Line label={app.about.compromisedSince} value={time(key.compromisedSince)} />
        )}
      </dl>
      <details>
        <summary>{app.about.pem}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, by keyboard too */}
        <pre dir="ltr" translate="no" tabIndex={0}>
          {key.publicKey.trim()}
        </pre>
        <CopyButton text={`${key.publicKey.trim()}\n`} />
      </details>
    </div>
  );
}

const Line = ({ label, value, machine = false }: { label: string; value: string; machine?: boolean }) => (
  <div className="field">
    <dt>{label}</dt>
    <dd className={machine ? 'machine' : undefined}>
      {machine ? (
        <bdi dir="ltr" translate="no">
          {value}
        </bdi>
      ) : (
        value
      )}
    </dd>
  </div>
);
