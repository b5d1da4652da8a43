import type { Verification } from '@mohar/credential/verification/verdict.ts';
import type { TrustState } from '../trust-data/trust-state.ts';

/** What the page asks the worker for. */
export type Request =
  /** Open what is kept on this device. `base`: URL of the folder that the app is served from. */
  | { readonly kind: 'open'; readonly base: string }
  /** Fetch newer issuers and revocations. */
  | { readonly kind: 'refresh' }
  /** Look for a code. `thorough`: take all the time that it needs; else as one of many frames of a camera. */
  | { readonly kind: 'look'; readonly picture: ImageBitmap | ImageData; readonly thorough: boolean }
  /** Judge what was read in another way: a pasted text, a file in a PDF. */
  | { readonly kind: 'judge'; readonly scanned: string | Uint8Array };

/** What the worker answers to each. */
export interface Answers {
  readonly open: TrustState;
  readonly refresh: TrustState;
  readonly look: Sighting;
  readonly judge: Verification;
}

/** What was seen in a picture. `unclear`: a code that could not be read. */
export type Sighting =
  | { readonly found: 'nothing' | 'unclear' }
  | { readonly found: 'code'; readonly verification: Verification };

export interface Envelope {
  readonly id: number;
  readonly request: Request;
}

export type Reply =
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly failure: EngineFailure; readonly name: string };

/**
 * Why there is no answer. `not-here-yet`: code that it takes is not on this device yet, and cannot be fetched now.
 * `broken`: anything else.
 */
export type EngineFailure = 'not-here-yet' | 'broken';
