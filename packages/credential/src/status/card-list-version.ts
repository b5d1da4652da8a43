/**
 * Reads the version of a card revocation list: its `ctr`, and `crlVersion` of the key in the issuer's key set. The
 * specification has a number; there are issuers who write it as a text.
 *
 * @returns undefined for anything else.
 */
export function cardListVersion(value: unknown): number | undefined {
  const version = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(version) && (version as number) >= 0 ? (version as number) : undefined;
}
