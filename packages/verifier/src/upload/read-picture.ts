import type { Verification } from '@mohar/credential/verification/verdict.ts';
import type { Engine } from '../engine/engine.ts';
import { FileError } from './file-error.ts';

/** Photographs are larger than what it takes to read a code, in pixels of the longer side. */
const longSide = 4_000;
/** Smaller ones than the picture itself blur the noise of a sensor away. */
const scales = [1, 0.5];
/** Drawings have no size of their own worth reading at, in pixels. */
const drawingSide = 1_600;

/** Verifies a code in a picture of any kind that the browser shows. Errors as `readFile`. */
export async function readPicture(file: Blob, engine: Engine): Promise<Verification> {
  const picture = await decode(file);
  let unclear = false;
  const fit = Math.min(1, longSide / Math.max(picture.width, picture.height));
  try {
    for (const scale of scales) {
      const sighting = await lookAt(picture, fit * scale, engine);
      if (sighting.found === 'code') return sighting.verification;
      unclear ||= sighting.found === 'unclear';
    }
  } finally {
    if (picture instanceof ImageBitmap) picture.close();
  }
  throw new FileError(unclear ? 'unclear-code' : 'no-code');
}

/** Looks for codes in a picture that is drawn at another scale, on white where it is see-through. */
export async function lookAt(picture: ImageBitmap | HTMLCanvasElement, scale: number, engine: Engine) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new FileError('not-readable');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  return engine.ask<'look'>({ kind: 'look', picture: pixels, thorough: true }, [pixels.data.buffer]);
}

async function decode(file: Blob): Promise<ImageBitmap | HTMLCanvasElement> {
  try {
    return await createImageBitmap(file);
  } catch {
    return decodeDrawing(file);
  }
}

/** SVG files come through an element only, in which none of their scripts run. */
async function decodeDrawing(file: Blob): Promise<HTMLCanvasElement> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const [width, height] = [image.naturalWidth || drawingSide, image.naturalHeight || drawingSide];
    const scale = Math.max(1, drawingSide / Math.max(width, height));
    const canvas = document.createElement('canvas');
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  } catch {
    throw new FileError('not-readable');
  } finally {
    URL.revokeObjectURL(url);
  }
}
