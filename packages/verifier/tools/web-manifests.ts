import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const words = join(import.meta.dirname, '../src/words');

/** The web app manifest (W3C Web Application Manifest) in the words of a language. */
export function webManifest(language: string): string {
  const { direction, app } = JSON.parse(readFileSync(join(words, `${language}.json`), 'utf8')) as {
    direction: string;
    app: { name: string; shortName: string; description: string };
  };
  const icon = (name: string, sizes: string, purpose: string) => ({
    src: `icons/${name}.png`,
    sizes,
    type: 'image/png',
    purpose,
  });
  const manifest = {
    id: './',
    name: app.name,
    short_name: app.shortName,
    description: app.description,
    lang: language,
    dir: direction,
    start_url: './',
    scope: './',
    display: 'standalone',
    background_color: '#f8f5ee',
    theme_color: '#0b5345',
    categories: ['health', 'utilities'],
    icons: [
      { src: 'icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      icon('icon-192', '192x192', 'any'),
      icon('icon-512', '512x512', 'any'),
      icon('maskable-192', '192x192', 'maskable'),
      icon('maskable-512', '512x512', 'maskable'),
    ],
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** Emits `manifest.<language>.webmanifest` for each language that the app speaks. */
export function webManifests(): Plugin {
  const manifests = () =>
    readdirSync(words).map((file) => {
      const language = file.replace('.json', '');
      return { fileName: `manifest.${language}.webmanifest`, source: webManifest(language) };
    });
  return {
    name: 'mohar:web-manifests',
    generateBundle() {
      for (const manifest of manifests()) this.emitFile({ type: 'asset', ...manifest });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const found = manifests().find(({ fileName }) => request.url === `/${fileName}`);
        if (found) response.setHeader('content-type', 'application/manifest+json').end(found.source);
        else next();
      });
    },
  };
}
