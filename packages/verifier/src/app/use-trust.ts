import { useCallback, useEffect, useState } from 'react';
import { type Engine, failureIn } from '../engine/engine.ts';
import type { EngineFailure } from '../engine/protocol.ts';
import type { TrustState } from '../trust-data/trust-state.ts';

/** Data that the page holds are looked up again after this long, in milliseconds. */
const refreshEvery = 60 * 60_000;

/** What the device verifies with, and how it stands. */
export interface Trust {
  /** Absent until it was opened. */
  readonly state?: TrustState;
  readonly engine: 'opening' | 'ready' | EngineFailure;
  readonly refreshing: boolean;
  /** Fetches newer data. */
  refresh(): Promise<void>;
}

/** Opens what is kept, refreshes it quietly at the start and from time to time, and whenever the network is back. */
export function useTrust(engine: Engine): Trust {
  const [state, setState] = useState<TrustState>();
  const [standing, setStanding] = useState<Trust['engine']>('opening');
  const [refreshing, setRefreshing] = useState(false);

  const refresh = useCallback(async () => {
    setRefreshing(true);
    try {
      setState(await engine.ask<'refresh'>({ kind: 'refresh' }));
      // What could not be opened at the start is open now.
      setStanding('ready');
    } catch (error) {
      setStanding(failureIn(error));
    } finally {
      setRefreshing(false);
    }
  }, [engine]);

  useEffect(() => {
    let refreshedAt = 0;
    const refreshIfOld = () => {
      if (document.hidden || !navigator.onLine || Date.now() - refreshedAt < refreshEvery) return;
      refreshedAt = Date.now();
      refresh();
    };
    const backOnline = () => {
      refreshedAt = 0;
      refreshIfOld();
    };
    const open = async () => {
      try {
        setState(await engine.ask<'open'>({ kind: 'open', base: new URL('./', document.baseURI).href }));
        setStanding('ready');
        refreshIfOld();
      } catch (error) {
        setStanding(failureIn(error));
      }
    };
    open();
    const timer = setInterval(refreshIfOld, refreshEvery / 4);
    addEventListener('online', backOnline);
    document.addEventListener('visibilitychange', refreshIfOld);
    return () => {
      clearInterval(timer);
      removeEventListener('online', backOnline);
      document.removeEventListener('visibilitychange', refreshIfOld);
    };
  }, [engine, refresh]);

  return { ...(state ? { state } : {}), engine: standing, refreshing, refresh };
}
