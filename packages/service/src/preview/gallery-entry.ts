import type { TemplateFault } from '@mohar/print/print-error.ts';

/** A sample in one choice of languages: pictures of its pages, or what is wrong. */
export interface GalleryEntry {
  readonly name: string;
  readonly languages: readonly string[];
  /** Paths below the gallery. */
  readonly pdf: string;
  readonly pictures: readonly string[];
  readonly faults: readonly TemplateFault[];
}
