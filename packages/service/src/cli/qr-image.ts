import { readQr } from '../qr-reader.ts';
import { CommandError } from './command-error.ts';

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
  const found = await readQr(picture);
  if (!found) throw new CommandError(`${name}: no QR code can be read in this picture.`);
  return found.bytes;
}
