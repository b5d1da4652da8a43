/** Media type of {@link toFile}. */
export const fileType = 'application/smart-health-card';

/**
 * The contents of a `.smart-health-card` file ("via File Download").
 *
 * @param jws cards as compact JWS.
 */
export const toFile = (...jws: readonly string[]): string => JSON.stringify({ verifiableCredential: jws });
