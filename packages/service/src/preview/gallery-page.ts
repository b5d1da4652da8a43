import type { TemplateFault } from '@mohar/print/print-error.ts';
import type { GalleryEntry } from './gallery-entry.ts';

const style = `
:root { color-scheme: light; font: 15px/1.4 system-ui, sans-serif; color: #1c2733; background: #eef1f4; }
body { margin: 0 auto; max-width: 1500px; padding: 1.5rem; }
h1 { font-size: 1.4rem; margin: 0 0 1rem; }
nav a { margin-right: 1rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .7rem; }
.pages { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 1.2rem; }
figure { margin: 0; }
figure img { width: 100%; background: #fff; box-shadow: 0 1px 5px #0003; display: block; margin-bottom: .4rem; }
figcaption { font-size: .9rem; }
.fault { background: #fff4f2; border-left: 4px solid #b3261e; padding: .6rem .8rem; overflow-wrap: anywhere; }
.fault b { font-family: ui-monospace, monospace; font-weight: 600; }
`;

/** Where the gallery is served, the page is told of changes; as a file it stays as it is. */
const script = `
if (location.protocol.startsWith('http')) new EventSource('events').addEventListener('change', () => location.reload());
`;

/**
 * The page of a gallery: a section for each choice of languages, a picture for each page.
 *
 * @param fault what keeps the design from being read, above what was shown before.
 */
export function galleryPage(country: string, entries: readonly GalleryEntry[], fault?: string): string {
  const sections = [...Map.groupBy(entries, ({ languages }) => languages.join(' + '))];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Templates: ${escaped(country)}</title>
<style>${style}</style>
<h1>${escaped(country)}: every kind and stage, with samples</h1>
${fault === undefined ? '' : `<p class="fault">${escaped(fault)}</p>\n`}<nav>${sections
    .map(([languages]) => `<a href="#${escaped(languages)}">${escaped(languages)}</a>`)
    .join(' ')}</nav>
${sections
  .map(
    ([languages, shown]) => `<section>
<h2 id="${escaped(languages)}">${escaped(languages)}</h2>
<div class="pages">
${shown.map(figure).join('\n')}
</div>
</section>`,
  )
  .join('\n')}
<script>${script}</script>
</html>
`;
}

const figure = ({ name, pdf, pictures, faults }: GalleryEntry) => `<figure>
${pictures
  .map(
    (picture) => `<a href="${address(picture)}"><img src="${address(picture)}" alt="${escaped(name)}"></a>`,
  )
  .join('\n')}
<figcaption>${
  faults.length > 0
    ? `${escaped(name)}${faults.map(shownFault).join('')}`
    : `<a href="${address(pdf)}">${escaped(name)}</a>`
}</figcaption>
</figure>`;

const shownFault = (fault: TemplateFault) =>
  `<p class="fault"><b>${escaped(placeOf(fault))}</b> ${escaped(fault.message)}</p>`;

/** `templates/x.typ:3:5`, as far as it is known. */
export const placeOf = ({ file, line, column }: TemplateFault): string =>
  [file ?? '', ...(line === undefined ? [] : [line, column ?? 1])].join(':');

const address = (path: string) => path.split('/').map(encodeURIComponent).join('/');

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] as string);
