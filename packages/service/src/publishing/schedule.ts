const hour = 3_600_000;

/**
 * Lists are renewed when they are this old, also when nothing changed, in milliseconds: they cannot speak of what was
 * issued after them.
 */
export const renewalAge = hour;
/** How long after its publication a list says that a newer one will be there, in milliseconds. */
export const listLife = 24 * hour;
/**
 * What is published of other issuers (their keys, their revoked cards) is large and seldom changes, and every device fetches
 * it anew when it is signed anew: without a change that is weekly, and it says that a newer one will be there after two
 * weeks, in milliseconds.
 */
export const importedAge = 7 * 24 * hour;
export const importedLife = 14 * 24 * hour;
/** How long after it was fetched a card revocation list of another issuer should have been fetched again, in milliseconds. */
export const cardListLife = 7 * 24 * hour;
/**
 * How long files of a head that is no longer the newest stay, in milliseconds: caches hold it for a while, and a device that
 * has just fetched it comes for them.
 */
export const unnamedListLife = hour;
/** The filter is made anew when it is this old, in milliseconds: the delta holds what came since. */
export const filterAge = 24 * hour;
/** A delta of more entries than this (11 bytes each) makes a new filter due, but not sooner than this after the last. */
export const largeDelta = 50_000;
export const filterPause = hour / 2;
/** Up to so many certificates, making a filter takes less than a second: it is made with every change, and every few minutes. */
export const smallRegistry = 100_000;
/**
 * A certificate signed now may stand in the registry only after the filter was made: the filter speaks only of what was
 * signed this long before, in milliseconds.
 */
export const longestIssue = 10 * 60_000;

/** RFC 3339, to the second. */
export const instant = (at: Date | number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
