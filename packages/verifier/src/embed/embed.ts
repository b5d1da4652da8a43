/**
 * Takes the verifier into a page of another site:
 *
 *     <div data-mohar-verifier data-lang="hi"></div>
 *     <script src="https://…/verify/embed.js" async></script>
 *
 * It goes into each `<div data-mohar-verifier>`; where there is none, behind the script.
 */
const script = document.currentScript as HTMLScriptElement | null;

function verifierFrame(home: string, language: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  const url = new URL('./', home);
  if (language) url.searchParams.set('lang', language);
  frame.src = url.href;
  frame.title = 'Certificate verifier';
  frame.allow = 'camera';
  frame.referrerPolicy = 'no-referrer';
  frame.style.cssText =
    'display:block;inline-size:100%;max-inline-size:44rem;block-size:52rem;max-block-size:100vh;margin-inline:auto;border:0;border-radius:1rem';
  return frame;
}

function takeIn(script: HTMLScriptElement): void {
  const { src, dataset } = script;
  const pageLanguage = document.documentElement.lang;
  const places = document.querySelectorAll<HTMLElement>('[data-mohar-verifier]');
  for (const place of places) {
    if (place.querySelector('iframe')) continue;
    place.append(verifierFrame(src, place.dataset.lang ?? dataset.lang ?? pageLanguage));
  }
  if (places.length === 0) script.after(verifierFrame(src, dataset.lang ?? pageLanguage));
}

if (script) {
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', () => takeIn(script), { once: true });
  } else takeIn(script);
}
