/** The part of a frame that is looked at: pixels from its top left corner. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Which part of a camera's n-th frame to look at: by turns all of it, and the square in the middle, where people hold
 * the code; it takes half the time.
 */
export function regionOf(frame: number, width: number, height: number): Region {
  if (frame % 2 === 0) return { x: 0, y: 0, width, height };
  const side = Math.round(Math.min(width, height) * 0.9);
  return {
    x: Math.round((width - side) / 2),
    y: Math.round((height - side) / 2),
    width: side,
    height: side,
  };
}

/**
 * Takes what a video shows now.
 *
 * @returns pixels to hand to the worker; undefined before the first frame.
 */
export async function takeFrame(
  video: HTMLVideoElement,
  n: number,
): Promise<ImageBitmap | ImageData | undefined> {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
  const { x, y, width, height } = regionOf(n, videoWidth, videoHeight);
  // Where workers cannot read bitmaps, the page must.
  if (typeof OffscreenCanvas === 'function') return createImageBitmap(video, x, y, width, height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(video, x, y, width, height, 0, 0, width, height);
  return context?.getImageData(0, 0, width, height);
}

/** Waits for the video's next frame. */
export const nextFrame = (video: HTMLVideoElement): Promise<void> =>
  new Promise((resolve) => {
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(() => resolve());
    else requestAnimationFrame(() => resolve());
  });
