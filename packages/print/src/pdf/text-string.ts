import type { PdfToken } from './values.ts';

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The bytes of a string, literal or hexadecimal (ISO 32000-1, 7.3.4). */
export function bytesOf(token: PdfToken): Buffer {
  if (token.startsWith('<')) {
    const digits = token.slice(1, -1).replaceAll(/[^\dA-Fa-f]/g, '');
    return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
  }
  const content = token
    .slice(1, -1)
    .replaceAll(/\\([0-7]{1,3})|\\(\r\n|[\s\S])|\r\n?/g, (_all, octal?: string, escaped?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      if (escaped === undefined) return '\n';
      return /^[\r\n]/.test(escaped) ? '' : (escapes[escaped] ?? escaped);
    });
  return Buffer.from(content, 'latin1');
}

/** The text of a text string (ISO 32000-1, 7.9.2.2): UTF-16 or UTF-8 with its mark, else taken for Latin-1. */
export function textOf(token: PdfToken): string {
  const bytes = bytesOf(token);
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3).toString('utf8');
  return bytes.toString('latin1');
}

/** A text string: as it is where it is ASCII, else UTF-16. */
export function textString(text: string): PdfToken {
  if (/^[ -~]*$/.test(text)) return `(${text.replaceAll(/[()\\]/g, '\\$&')})`;
  return `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`;
}

/** A byte string. */
export const byteString = (bytes: Uint8Array): PdfToken =>
  `<${Buffer.from(bytes).toString('hex').toUpperCase()}>`;
