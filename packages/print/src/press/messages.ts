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
  | { readonly ask: 'render'; readonly digest: string; readonly job: PrintJob };

/** What it says. */
export type Answer =
  | { readonly say: 'ready' }
  | { readonly say: 'printed'; readonly pdf: Uint8Array }
  | { readonly say: 'failed'; readonly faults: readonly TemplateFault[] };

/** Limits that it watches itself, as they stand in its environment. */
export interface WatchedLimits {
  /** Milliseconds. */
  readonly processorTime: number;
  readonly startProcessorTime: number;
  /** MB. */
  readonly memory: number;
}
