import type { Verification } from '@mohar/credential/verification/verdict.ts';
import type { Engine } from '../engine/engine.ts';
import { nextFrame, takeFrame } from './frames.ts';
import { type Guidance, guidanceAfter } from './guidance.ts';

/** A code was seen this lately, in milliseconds: it is still before the camera. */
const lately = 1_500;

/**
 * Looks at one frame of a video after another until a code is read.
 *
 * @param guide is told what to say to the person, whenever that changes.
 * @param signal ends it.
 * @returns the verification of what was read; undefined where it was ended.
 * @throws EngineError
 */
export async function scan(
  video: HTMLVideoElement,
  engine: Engine,
  guide: (guidance: Guidance) => void,
  signal: AbortSignal,
): Promise<Verification | undefined> {
  const startedAt = performance.now();
  let unclearAt = Number.NEGATIVE_INFINITY;
  let said: Guidance | undefined;
  for (let n = 0; !signal.aborted; n += 1) {
    const picture = await takeFrame(video, n);
    if (picture) {
      const transfer = picture instanceof ImageData ? [picture.data.buffer] : [picture];
      const sighting = await engine.ask<'look'>({ kind: 'look', picture, thorough: false }, transfer);
      if (signal.aborted) return undefined;
      if (sighting.found === 'code') return sighting.verification;
      if (sighting.found === 'unclear') unclearAt = performance.now();
    }
    const now = performance.now();
    const guidance = guidanceAfter(now - startedAt, now - unclearAt < lately);
    if (guidance !== said) guide(guidance);
    said = guidance;
    await nextFrame(video);
  }
  return undefined;
}
