import type { Verification } from '@mohar/credential/verification/verdict.ts';
import { EngineError } from '../engine/engine.ts';

/** Looks at one place of a file. @returns undefined where nothing is there. */
export type Finding = () => Promise<Verification | undefined>;

/**
 * Judges the places of a file one after the other, until one is a certificate: a code that leads elsewhere may stand beside it.
 *
 * @returns where none is, what is said of the first thing that was found; undefined where there is nothing.
 * @throws EngineError: `not-here-yet` where none is, and one cannot be judged on this device yet.
 */
export async function firstCertificate(findings: AsyncIterable<Finding>): Promise<Verification | undefined> {
  let unlike: Verification | undefined;
  let notHere: EngineError | undefined;
  for await (const find of findings) {
    try {
      const verification = await find();
      if (verification && verification.verdict !== 'unreadable') return verification;
      unlike ??= verification;
    } catch (error) {
      if (!(error instanceof EngineError && error.failure === 'not-here-yet')) throw error;
      notHere ??= error;
    }
  }
  if (notHere) throw notHere;
  return unlike;
}
