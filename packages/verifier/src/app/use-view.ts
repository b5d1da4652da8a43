import { useCallback, useEffect, useState } from 'react';
import type { View } from './view.ts';

/** Steps in the history of another site's page are that page's. */
const embedded = window.parent !== window;

/** Views that the device's back button leaves. */
const isAside = ({ kind }: View) => kind === 'result' || kind === 'about';

/**
 * The view, and how to change it. Results and the about page are a step in the browser's history, so that the back
 * button leads out of them; the history holds nothing but that it is a step.
 */
export function useView(): [View, (view: View) => void] {
  const [view, setView] = useState<View>({ kind: 'start' });
  const show = useCallback((next: View) => {
    setView(next);
    if (embedded) return;
    const isStep = history.state === 'aside';
    if (isAside(next) && !isStep) history.pushState('aside', '');
    if (!isAside(next) && isStep) history.back();
  }, []);
  useEffect(() => {
    // Also forward again: what was there is forgotten.
    const left = () => setView((now) => (isAside(now) ? { kind: 'start' } : now));
    addEventListener('popstate', left);
    return () => removeEventListener('popstate', left);
  }, []);
  return [view, show];
}
