import { join } from 'node:path';
import type { Plugin } from 'vite';
import { classicScript } from './classic-script.ts';

/** Emits `embed.js`, by which other sites take the verifier in. */
export const embedScript = (): Plugin => ({
  name: 'mohar:embed-script',
  apply: 'build',
  async generateBundle() {
    const source = await classicScript(join(import.meta.dirname, '../src/embed/embed.ts'));
    this.emitFile({ type: 'asset', fileName: 'embed.js', source });
  },
});
