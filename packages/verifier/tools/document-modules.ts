/** What only certificates of other countries' formats need: read when the first of its kind is scanned. */
const places = [
  /\/credential\/src\/formats\/(?!divoc|w3c)/,
  /\/credential\/src\/(?:hcert|cose|x509|icao-9303|codes|deflate)\//,
  /\/credential\/src\/(?:credential\/certificate-id|status\/card-revocation-list|trust\/card-key-set)\.ts$/,
  /\/credential\/src\/event\/(?:civil-period|days-after)\.ts$/,
  /\/node_modules\/cborg\//,
  // Brainpool's curves, of passports' authorities.
  /\/@noble\/curves\/misc\.js$/,
];

/** Whether a module is of those. */
export const isOfDocuments = (id: string): boolean => places.some((place) => place.test(id));
