/** After this long without a touch, in milliseconds, a result goes away. */
export const untouchedLimit = 2 * 60_000;
/** After this long out of sight, in milliseconds. */
export const hiddenLimit = 30_000;

/** When the person last touched the page, and since when it has been out of sight; milliseconds since 1970. */
export interface Attention {
  readonly touchedAt: number;
  readonly hiddenSince?: number;
}

/** When a result must go away if nothing happens before; milliseconds since 1970. */
export const forgetAt = ({ touchedAt, hiddenSince }: Attention): number =>
  Math.min(
    touchedAt + untouchedLimit,
    hiddenSince === undefined ? Number.POSITIVE_INFINITY : hiddenSince + hiddenLimit,
  );
