import { deflateSync, zlibSync } from 'fflate';

/** zlib (RFC 1950). The `#deflate` of package.json where there is no Node. */
export const deflateZlib = (bytes: Uint8Array): Uint8Array => zlibSync(bytes, { level: 9 });

/** Raw DEFLATE (RFC 1951). */
export const deflateRaw = (bytes: Uint8Array): Uint8Array => deflateSync(bytes, { level: 9 });
