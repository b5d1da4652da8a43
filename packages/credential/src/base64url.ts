import { base64urlnopad } from '@scure/base';

/** Base64url without padding (RFC 4648, section 5): by the engine where it can, which takes a tenth of the time. */
export const toBase64Url = (bytes: Uint8Array): string =>
  typeof bytes.toBase64 === 'function'
    ? bytes.toBase64({ alphabet: 'base64url', omitPadding: true })
    : base64urlnopad.encode(bytes);
