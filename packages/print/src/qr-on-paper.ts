import { qrJpeg } from '@mohar/credential/qr/jpeg.ts';
import { type QrMatrix, quietZone } from '@mohar/credential/qr/matrix.ts';
import { qrSvg } from '@mohar/credential/qr/svg.ts';

/**
 * The picture of a QR code that templates get, with its quiet zone: SVG that holds a JPEG. Typst puts a JPEG into the PDF as
 * it is, and one that stands in an SVG is not even unpacked; drawn as thousands of lines, the code took as long as all the
 * rest of the page. `pixelated`: no PDF/A holds a picture that readers are asked to smooth.
 */
export function qrOnPaper(matrix: QrMatrix): string {
  const side = matrix.size + 2 * quietZone;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}">` +
    `<image width="${side}" height="${side}" image-rendering="pixelated"` +
    ` href="data:image/jpeg;base64,${qrJpeg(matrix).toBase64()}"/></svg>`
  );
}

/**
 * The picture of a code for a card: drawn, so that modules have sharp edges where a reader has no more than two pixels for
 * each of them. It takes longer.
 */
export const qrOnCard = (matrix: QrMatrix): string => qrSvg(matrix);
