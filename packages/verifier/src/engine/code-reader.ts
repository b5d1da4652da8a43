import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';

prepareZXingModule({
  overrides: {
    // From where the app itself comes, never from elsewhere.
    locateFile: () => new URL('zxing-wasm/reader/zxing_reader.wasm', import.meta.url).href,
  },
});

/** What a code holds: certificates are bytes that are no text. */
export interface Code {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** Phones show codes light on dark; cameras see them turned and small. */
const frame: ReaderOptions = {
  formats: ['QRCode'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  returnErrors: true,
  maxNumberOfSymbols: 4,
};
/** In this order, until one finds a code: photographs with shadows, clean drawings, noisy scans. */
const thoroughly: readonly ReaderOptions[] = [
  { ...frame, maxNumberOfSymbols: 16 },
  { ...frame, maxNumberOfSymbols: 16, binarizer: 'GlobalHistogram' },
  { ...frame, maxNumberOfSymbols: 16, tryDenoise: true },
];

/**
 * Reads all QR codes of a picture.
 *
 * @param thorough tries in every way; else once, as the next frame of a camera is on its way.
 * @returns the codes; `unclear` where there is one that cannot be read.
 */
export async function readCodes(
  picture: ImageBitmap | ImageData,
  thorough: boolean,
): Promise<{ codes: Code[]; unclear: boolean }> {
  const pixels = pixelsOf(picture);
  let unclear = false;
  for (const options of thorough ? thoroughly : [frame]) {
    const found = await readBarcodes(pixels, options);
    const codes = found.filter(({ isValid }) => isValid).map(({ bytes, text }) => ({ bytes, text }));
    if (codes.length > 0) return { codes, unclear: false };
    unclear ||= found.length > 0;
  }
  return { codes: [], unclear };
}

let canvas: OffscreenCanvas | undefined;

function pixelsOf(picture: ImageBitmap | ImageData): ImageData {
  if (picture instanceof ImageData) return picture;
  const { width, height } = picture;
  // Setting a size clears: frames of one camera share a canvas.
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
  context.clearRect(0, 0, width, height);
  context.drawImage(picture, 0, 0);
  picture.close();
  const pixels = context.getImageData(0, 0, width, height);
  // Nothing of what was seen stays.
  context.clearRect(0, 0, width, height);
  return pixels;
}
