import { UnreadablePayloadError } from '../errors.ts';

/** RFC 9285, table 1: the characters of QR codes' alphanumeric mode. */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const values = new Map([...alphabet].map((character, value) => [character, value]));

/** Base45 (RFC 9285): two bytes in three characters, the last byte of an odd number in two. */
export function toBase45(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const isPair = at + 1 < bytes.length;
    let number = isPair ? (bytes[at] as number) * 256 + (bytes[at + 1] as number) : (bytes[at] as number);
    for (let digit = isPair ? 3 : 2; digit > 0; digit -= 1) {
      text += alphabet[number % 45];
      number = Math.floor(number / 45);
    }
  }
  return text;
}

/** @throws UnreadablePayloadError for a text that no bytes encode to (RFC 9285, section 6). */
export function fromBase45(text: string): Uint8Array {
  if (text.length % 3 === 1) throw notBase45();
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 === 2 ? 1 : 0));
  let length = 0;
  for (let at = 0; at < text.length; at += 3) {
    const digits = text.slice(at, at + 3);
    let number = 0;
    for (let digit = digits.length - 1; digit >= 0; digit -= 1) {
      const value = values.get(digits.charAt(digit));
      if (value === undefined) throw notBase45();
      number = number * 45 + value;
    }
    if (number > (digits.length === 3 ? 0xffff : 0xff)) throw notBase45();
    if (digits.length === 3) bytes[length++] = number >> 8;
    bytes[length++] = number & 0xff;
  }
  return bytes;
}

const notBase45 = () => new UnreadablePayloadError('This is not base45.');
