/** Puts a Brotli and a gzip copy beside every text and WebAssembly file of the build: hosts need not compress. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const built = join(import.meta.dirname, '..', 'dist');

for (const name of globSync('**/*.{html,js,css,wasm,svg,webmanifest}', { cwd: built })) {
  const file = join(built, name);
  const content = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(content));
}
