import { writeFileSync } from 'node:fs';
import { type Canvas, createCanvas } from '@napi-rs/canvas';

/** A camera's picture, in pixels. */
export interface Camera {
  readonly width: number;
  readonly height: number;
}

const frames = 12;

/**
 * Films a sheet of paper as a hand-held camera sees it: tilted, turned a little, swaying, unevenly lit, not quite sharp,
 * with noise. Writes Motion JPEG, which Chromium's fake camera shows again and again.
 *
 * @param paper nothing but a table is in view without one.
 */
export function filmPaper(file: string, paper: Canvas | undefined, camera: Camera): void {
  const pictures: Buffer[] = [];
  const seen = paper && tilted(paper, camera.height * 0.96, 0.1);
  for (let n = 0; n < frames; n += 1) pictures.push(frame(seen, camera, (2 * Math.PI * n) / frames, n));
  writeFileSync(file, Buffer.concat(pictures));
}

function frame(seen: Canvas | undefined, { width, height }: Camera, sway: number, seed: number): Buffer {
  const picture = createCanvas(width, height);
  const context = picture.getContext('2d');
  context.fillStyle = '#6b5a48';
  context.fillRect(0, 0, width, height);
  if (seen) {
    context.translate(width / 2 + 6 * Math.sin(sway), height / 2 + 4 * Math.cos(sway));
    context.rotate(0.05 + 0.01 * Math.sin(sway));
    context.filter = 'blur(0.7px)';
    context.drawImage(seen, -seen.width / 2, -seen.height / 2);
    context.filter = 'none';
    context.resetTransform();
  }
  const light = context.createLinearGradient(0, 0, width, height);
  light.addColorStop(0, 'rgba(255, 240, 200, 0.10)');
  light.addColorStop(1, 'rgba(0, 0, 20, 0.28)');
  context.fillStyle = light;
  context.fillRect(0, 0, width, height);
  addNoise(picture, seed);
  return picture.toBuffer('image/jpeg', 82);
}

/** Line by line, narrower towards the top: paper that lies away from the camera. */
function tilted(paper: Canvas, shownHeight: number, tilt: number): Canvas {
  const scale = shownHeight / paper.height;
  const seen = createCanvas(Math.ceil(paper.width * scale), Math.ceil(shownHeight));
  const context = seen.getContext('2d');
  for (let line = 0; line < shownHeight; line += 1) {
    const width = paper.width * scale * (1 - tilt * (1 - line / shownHeight));
    const left = (seen.width - width) / 2;
    context.drawImage(paper, 0, line / scale, paper.width, 1 / scale, left, line, width, 1.5);
  }
  return seen;
}

/** Reproducible: the same for the same frame. */
function addNoise(picture: Canvas, seed: number): void {
  const context = picture.getContext('2d');
  const pixels = context.getImageData(0, 0, picture.width, picture.height);
  let state = seed + 1;
  for (let at = 0; at < pixels.data.length; at += 4) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    const noise = ((state >> 16) & 15) - 8;
    for (let channel = 0; channel < 3; channel += 1)
      pixels.data[at + channel] = (pixels.data[at + channel] as number) + noise;
  }
  context.putImageData(pixels, 0, 0);
}
