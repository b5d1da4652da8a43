import { CodeNotLoadedError } from '@mohar/credential/errors.ts';
import type { EngineFailure } from './protocol.ts';

/** What the page is told of an error: only where code could not be loaded does a network help. */
export const failureOf = (error: unknown): EngineFailure =>
  error instanceof CodeNotLoadedError ? 'not-here-yet' : 'broken';
