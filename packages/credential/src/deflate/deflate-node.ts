import { deflateRawSync, deflateSync } from 'node:zlib';

/** zlib (RFC 1950), as small as it gets. */
export const deflateZlib = (bytes: Uint8Array): Uint8Array => deflateSync(bytes, { level: 9 });

/** Raw DEFLATE (RFC 1951), as small as it gets. */
export const deflateRaw = (bytes: Uint8Array): Uint8Array => deflateRawSync(bytes, { level: 9 });
