import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { CommandError } from './command-error.ts';

// From the package itself: the library would fetch its WebAssembly from the network.
const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });

/** Whether bytes are a PNG or JPEG picture. */
export const isImage = (bytes: Uint8Array) =>
  (bytes[0] === 0x89 && bytes[1] === 0x50) || (bytes[0] === 0xff && bytes[1] === 0xd8);

/**
 * Reads the QR code of a picture, with zxing.
 *
 * @returns the bytes that the code carries.
 * @throws CommandError where there is none.
 */
export async function readQrImage(picture: Uint8Array, name: string): Promise<Uint8Array> {
  const [found] = await readBarcodes(picture, {
    formats: ['QRCode'],
    tryHarder: true,
    maxNumberOfSymbols: 1,
  });
  if (!found?.isValid) throw new CommandError(`${name}: no QR code can be read in this picture.`);
  return found.bytes;
}
