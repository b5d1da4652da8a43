import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { isOfDocuments } from './tools/document-modules.ts';
import { embedScript } from './tools/embed-script.ts';
import { pdfDecoders } from './tools/pdf-decoders.ts';
import { serviceWorker } from './tools/service-worker.ts';
import { webManifests } from './tools/web-manifests.ts';

export default defineConfig({
  root: import.meta.dirname,
  // Any static host, any path.
  base: './',
  plugins: [react(), webManifests(), pdfDecoders(), embedScript(), serviceWorker()],
  worker: {
    format: 'es',
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name, moduleIds }) =>
          moduleIds.every(isOfDocuments) ? 'assets/document-[hash].js' : `assets/${name}-[hash].js`,
      },
    },
  },
  build: {
    // The content security policy allows no `data:` scripts, and files are kept one by one.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Many hosts do not know `.mjs` and serve it as a download, which no browser runs.
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith('.mjs'))
            ? 'assets/pdf-worker-[hash].js'
            : 'assets/[name]-[hash][extname]',
        chunkFileNames: ({ name, moduleIds }) =>
          moduleIds.some((id) => id.includes('pdfjs-dist'))
            ? 'assets/pdf-[hash].js'
            : `assets/${name}-[hash].js`,
      },
    },
  },
});
