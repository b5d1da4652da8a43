import { explain } from '@mohar/credential/verification/explain.ts';
import type { Verification } from '@mohar/credential/verification/verdict.ts';
import { useCallback, useEffect, useState } from 'react';
import { About } from '../about/About.tsx';
import { isCameraAllowed } from '../camera/camera.ts';
import { Scanner } from '../camera/Scanner.tsx';
import { anyCountry } from '../country/country.ts';
import type { Engine } from '../engine/engine.ts';
import { Result } from '../result/Result.tsx';
import { standingOf } from '../result/standing.ts';
import { OtherWays } from '../upload/OtherWays.tsx';
import { readFile } from '../upload/read-file.ts';
import { faultOf } from './fault-of.ts';
import { Header } from './Header.tsx';
import { StartPage } from './StartPage.tsx';
import { TrustPanel } from './TrustPanel.tsx';
import { useCountry } from './use-country.ts';
import { useLanguage } from './use-language.ts';
import { useTrust } from './use-trust.ts';
import { useView } from './use-view.ts';
import type { Fault, View } from './view.ts';
import { WordsContext } from './words-context.ts';

/** The whole app: one view at a time, and below it what it verifies with. */
export function App({ engine }: { engine: Engine }) {
  const country = useCountry();
  const [words, chooseLanguage] = useLanguage(country);
  const trust = useTrust(engine);
  const [view, show] = useView();
  const [isStarted, setIsStarted] = useState(false);

  const scan = useCallback(() => show({ kind: 'scanning' }), [show]);
  const start = useCallback(() => show({ kind: 'start' }), [show]);
  const fail = useCallback((fault: Fault) => show({ kind: 'start', fault }), [show]);
  const tell = useCallback(
    (verification: Verification) => {
      // Felt by those who look at the paper, not at the screen.
      navigator.vibrate?.(60);
      show({ kind: 'result', verification });
    },
    [show],
  );

  // Where the camera was allowed before, nobody needs to press a button.
  useEffect(() => {
    if (trust.engine !== 'ready' || isStarted) return;
    setIsStarted(true);
    isCameraAllowed().then((allowed) => {
      if (allowed) scan();
    });
  }, [trust.engine, isStarted, scan]);

  useEffect(() => {
    if (words) document.title = titleOf(view, words.app);
  }, [view, words]);

  if (!words) return <main className="main" aria-busy="true" />;
  const { app } = words;

  const verifyFile = (file: File) => {
    show({ kind: 'reading' });
    readFile(file, engine)
      .then(tell)
      .catch((error: unknown) => fail(faultOf(error)));
  };
  const verifyText = (text: string) => {
    engine
      .ask<'judge'>({ kind: 'judge', scanned: text })
      .then(tell)
      .catch((error: unknown) => fail(faultOf(error)));
  };
  const otherWays = { onFile: verifyFile, onText: verifyText };

  return (
    <WordsContext value={words}>
      <Header country={country ?? anyCountry} choose={chooseLanguage} />
      <main className="main">
        {(trust.engine === 'broken' || trust.engine === 'not-here-yet') && (
          <p className="fault">{app.faults.engine[trust.engine]}</p>
        )}
        {view.kind === 'start' && (
          <StartPage {...(view.fault ? { fault: view.fault } : {})} onScan={scan} {...otherWays} />
        )}
        {view.kind === 'scanning' && (
          <>
            <h1 className="only-spoken">{app.titles.scanning}</h1>
            <Scanner engine={engine} onVerification={tell} onFault={fail} onStop={start} />
            <OtherWays {...otherWays} />
          </>
        )}
        {view.kind === 'reading' && (
          <p className="working" role="status">
            {app.working}
          </p>
        )}
        {view.kind === 'result' && (
          <Result
            verification={view.verification}
            trust={trust.state}
            onScan={scan}
            onForget={start}
            {...otherWays}
          />
        )}
        {view.kind === 'about' && <About trust={trust.state} onBack={start} />}
      </main>
      <footer className="footer">
        <TrustPanel trust={trust} />
        {view.kind !== 'about' && (
          <button type="button" className="button link" onClick={() => show({ kind: 'about' })}>
            {app.actions.about}
          </button>
        )}
      </footer>
      <p className="only-spoken" role="status" aria-live="assertive">
        {view.kind === 'result' && spoken(view.verification, words)}
      </p>
    </WordsContext>
  );
}

type SpokenWords = NonNullable<ReturnType<typeof useLanguage>[0]>;

/** The verdict, for those who hear it; names nobody. */
function spoken(verification: Verification, { app, verdict }: SpokenWords): string {
  const { status, genuine } = standingOf(verification);
  const { headline } = explain(verification, verdict);
  return genuine && status !== 'checked' ? `${headline}. ${app.standing[status]}.` : headline;
}

/** Titles are kept in the browser's history: they say nothing of a certificate. */
function titleOf({ kind }: View, { app, titles }: SpokenWords['app']): string {
  const title = kind === 'start' || kind === 'reading' ? undefined : titles[kind];
  return title ? `${title} · ${app.name}` : app.name;
}
