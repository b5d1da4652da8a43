import type { TemplateFault } from '../print-error.ts';
import type { PrintJob } from '../print-job.ts';

/** What the process that renders is asked. One thing at a time. */
export type Question =
  | {
      readonly ask: 'keep';
      readonly digest: string;
      readonly files: ReadonlyMap<string, Uint8Array>;
      /** The digest of a design that it keeps no longer. */
      readonly forget: string | undefined;
    }
  | { readonly ask: 'render'; readonly digest: string; readonly job: PrintJob }
  | { readonly ask: 'draw'; readonly pdf: Uint8Array; readonly picture: PictureChoice };

/** Which page of a PDF is drawn, and how. */
export interface PictureChoice {
  /** From 1. */
  readonly page: number;
  /** Dots an inch. */
  readonly resolution: number;
}

/** A page as PNG. */
export interface Picture {
  readonly png: Uint8Array;
  /** How many pages the PDF has. */
  readonly pages: number;
}

/** What it says. */
export type Answer =
  | { readonly say: 'ready' }
  | { readonly say: 'printed'; readonly pdf: Uint8Array }
  | { readonly say: 'drawn'; readonly picture: Picture }
  | { readonly say: 'failed'; readonly faults: readonly TemplateFault[] };

/** Limits that it watches itself, as they stand in its environment. */
export interface WatchedLimits {
  /** Milliseconds. */
  readonly processorTime: number;
  readonly startProcessorTime: number;
  readonly drawProcessorTime: number;
  /** MB. */
  readonly memory: number;
}
