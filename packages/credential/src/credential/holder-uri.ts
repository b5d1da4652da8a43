/** DIVOC takes "NA" and texts of one character for "no identity". */
const noIdentity = /^(NA|.?)$/i;
const absoluteIri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/;

/**
 * The URI of the holder: the identity where it is a URI, else the issuer's prefix and the identity, else the
 * prefix and the beneficiary's id.
 *
 * DIVOC appends the identity as it is; a space or quote in it makes an IRI that no JSON-LD library signs, so
 * what may not stand in an IRI is percent-encoded here (RFC 3986, section 2.1).
 */
export function holderUri(identity: string, beneficiary: string, prefix: string): string {
  if (absoluteIri.test(identity)) return identity;
  const own = noIdentity.test(identity.trim()) ? beneficiary : identity;
  return `${prefix}:${encodeURIComponent(own)}`;
}
