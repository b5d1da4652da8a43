import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });

/** The bytes of the QR code in a picture, read by zxing: a decoder that is not ours. */
export async function readQrPicture(picture: Uint8Array): Promise<Uint8Array> {
  const [found] = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true });
  if (!found?.isValid) throw new Error('zxing reads no QR code in this picture');
  return found.bytes;
}
