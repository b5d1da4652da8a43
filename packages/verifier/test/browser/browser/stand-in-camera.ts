import { readFileSync } from 'node:fs';
import type { BrowserContext } from 'playwright-core';

/**
 * Gives pages a camera where the browser was built without any, as the one from npm is: the pictures of a Motion JPEG film,
 * again and again. Whether a page may use it is asked of the browser.
 */
export async function standInCamera(context: BrowserContext, film: string | undefined): Promise<void> {
  await context.addInitScript(cameraOf, film === undefined ? [] : picturesOf(readFileSync(film)));
}

/** The JPEG pictures of a film, as `data:` URLs. */
function picturesOf(film: Buffer): string[] {
  const endOfImage = Buffer.from([0xff, 0xd9]);
  const pictures: string[] = [];
  for (let from = 0; from < film.length; ) {
    const end = film.indexOf(endOfImage, from);
    if (end < 0) break;
    pictures.push(`data:image/jpeg;base64,${film.toString('base64', from, end + 2)}`);
    from = end + 2;
  }
  return pictures;
}

/** Runs in the page, before its own scripts. */
function cameraOf(pictures: readonly string[]): void {
  if (!navigator.mediaDevices) return;
  navigator.mediaDevices.getUserMedia = async () => {
    const { state } = await navigator.permissions.query({ name: 'camera' as PermissionName });
    if (state !== 'granted') throw new DOMException('Permission denied', 'NotAllowedError');
    const shown = await Promise.all(
      pictures.map(async (source) => {
        const picture = new Image();
        picture.src = source;
        await picture.decode();
        return picture;
      }),
    );
    const [first] = shown;
    if (!first) throw new DOMException('No camera', 'NotFoundError');
    const canvas = document.createElement('canvas');
    canvas.width = first.width;
    canvas.height = first.height;
    let n = 0;
    const draw = () => {
      canvas.getContext('2d')?.drawImage(shown[n % shown.length] ?? first, 0, 0);
      n += 1;
    };
    draw();
    setInterval(draw, 66);
    return canvas.captureStream(15);
  };
}
