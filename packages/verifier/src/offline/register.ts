/**
 * Puts the app on the device. A newer build that waits takes over now, before anything is scanned; one that arrives
 * later waits for the next start.
 */
export async function keepOffline(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const container = navigator.serviceWorker;
  try {
    const registration = await container.register(new URL('service-worker.js', document.baseURI), {
      updateViaCache: 'none',
    });
    if (registration.waiting) {
      container.addEventListener('controllerchange', () => location.reload(), { once: true });
      registration.waiting.postMessage('take-over');
      return;
    }
    const { active } = await container.ready;
    const keepLater = () => whenIdle(() => active?.postMessage('keep-later'));
    keepLater();
    // What could not be fetched before.
    addEventListener('online', keepLater);
  } catch {
    // Some frames in other sites may not keep anything: the app works, with a network.
  }
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 20_000 });
  else setTimeout(work, 8_000);
}
