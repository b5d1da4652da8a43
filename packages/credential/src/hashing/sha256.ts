import { sha256 as noble } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

// The `#sha256` of package.json: this where there is no Node, sha256-node.ts (ten times as fast) where there is.

/** SHA-256 of a text's UTF-8 bytes, or of bytes: 32 bytes. */
export const sha256 = (data: string | Uint8Array): Uint8Array =>
  noble(typeof data === 'string' ? utf8ToBytes(data) : data);

/** SHA-256 of a text's UTF-8 bytes, in lowercase hexadecimal. */
export const sha256Hex = (text: string): string => bytesToHex(noble(utf8ToBytes(text)));
