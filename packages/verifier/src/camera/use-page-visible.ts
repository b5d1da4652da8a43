import { useSyncExternalStore } from 'react';

const subscribe = (changed: () => void) => {
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
};

/** Whether the person can see the page. */
export const usePageVisible = (): boolean => useSyncExternalStore(subscribe, () => !document.hidden);
