import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** Scanners write JBIG2 and JPEG 2000, colour managers ICC. */
const decoders = ['jbig2.wasm', 'openjpeg.wasm', 'qcms_bg.wasm'];

/** Puts the image decoders of the PDF library into `pdf/`: it loads them by their own names. */
export function pdfDecoders(): Plugin {
  return {
    name: 'mohar:pdf-decoders',
    apply: 'build',
    generateBundle() {
      const home = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
      for (const name of decoders) {
        const source = readFileSync(join(home, 'wasm', name));
        this.emitFile({ type: 'asset', fileName: `pdf/${name}`, source });
      }
    },
  };
}
