/** What was measured, and its figure. */
export interface Measured {
  readonly what: string;
  /** Undefined where it could not be measured here: a peer that is not installed. */
  readonly figure: number | undefined;
}

/** One line of a suite: Mohar's figure, beside its peers'. */
export interface Row extends Measured {
  /** Of all figures of the row: `/s` (more is better) where not given, else `ms p99`, `MB` … (less is better). */
  readonly unit?: string;
  readonly peers?: readonly Measured[];
}

/** A benchmark by its name on the command line. */
export type Suite = () => Promise<readonly Row[]>;
