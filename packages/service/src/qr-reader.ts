import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, type ReadResult, readBarcodes } from 'zxing-wasm/reader';

let prepared = false;

/** From the package itself: the library would fetch its WebAssembly from the network. */
function prepare(): void {
  if (prepared) return;
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });
  prepared = true;
}

/**
 * Reads the QR code of a picture (a file's bytes, or pixels), with zxing: another team's reader.
 *
 * @returns undefined where there is none.
 */
export async function readQr(picture: Uint8Array | ImageData): Promise<ReadResult | undefined> {
  const [found] = await readQrs(picture, 1);
  return found;
}

/** Reads all QR codes of a picture, or so many of them. */
export async function readQrs(picture: Uint8Array | ImageData, most = 255): Promise<ReadResult[]> {
  prepare();
  const found = await readBarcodes(picture, {
    formats: ['QRCode'],
    tryHarder: true,
    maxNumberOfSymbols: most,
  });
  return found.filter(({ isValid }) => isValid);
}
