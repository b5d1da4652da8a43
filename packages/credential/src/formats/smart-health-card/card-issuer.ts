/**
 * Whether a value may be a card's `iss`: an https URL without user, query, fragment, controls or a slash at its end, to
 * which `/.well-known/jwks.json` is appended (SMART Health Cards, "Determining keys associated with an issuer").
 */
export function isCardIssuer(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 200) return false;
  if (!/^https:\/\/[^\s\p{C}/?#@]+(\/[^\s\p{C}?#]*)?$/u.test(value)) return false;
  return !value.endsWith('/') && URL.canParse(value);
}
