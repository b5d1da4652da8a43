import { useEffect } from 'react';
import { type Attention, forgetAt } from './forgetting.ts';

/** Calls `forget` when nobody attends to the page any more: a result must not be there for the next person. */
export function useForgetting(forget: () => void): void {
  useEffect(() => {
    let attention: Attention = { touchedAt: Date.now() };
    let timer = 0;
    const attend = (next: Attention) => {
      // Timers stand still in pages that sleep: what should have happened then is done now.
      if (Date.now() >= forgetAt(attention)) {
        forget();
        return;
      }
      attention = next;
      clearTimeout(timer);
      timer = window.setTimeout(forget, forgetAt(attention) - Date.now());
    };
    const touched = () => attend({ touchedAt: Date.now() });
    const seenOrHidden = () =>
      attend({
        touchedAt: attention.touchedAt,
        ...(document.hidden ? { hiddenSince: Date.now() } : {}),
      });
    const left = () => forget();
    attend(attention);
    const touches = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;
    for (const touch of touches) addEventListener(touch, touched, { passive: true });
    document.addEventListener('visibilitychange', seenOrHidden);
    // Browsers keep whole pages for the way back.
    addEventListener('pagehide', left);
    return () => {
      clearTimeout(timer);
      for (const touch of touches) removeEventListener(touch, touched);
      document.removeEventListener('visibilitychange', seenOrHidden);
      removeEventListener('pagehide', left);
    };
  }, [forget]);
}
