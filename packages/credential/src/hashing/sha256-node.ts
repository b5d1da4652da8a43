import { hash } from 'node:crypto';

/** SHA-256 of a text's UTF-8 bytes, or of bytes: 32 bytes. */
export const sha256 = (data: string | Uint8Array): Uint8Array => hash('sha256', data, 'buffer');

/** SHA-256 of a text's UTF-8 bytes, in lowercase hexadecimal. */
export const sha256Hex = (text: string): string => hash('sha256', text, 'hex');
