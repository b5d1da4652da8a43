/** A code's text begins so. */
export const codePrefix = 'shc:/';

/** `-`, the lowest character of a JWS, which the digits 00 stand for. */
const lowest = 45;

/** The text of the QR code that carries a JWS: `shc:/`, then two digits for each character. */
export function codeTextOf(jws: string): string {
  let digits = '';
  for (let n = 0; n < jws.length; n += 1) digits += String(jws.charCodeAt(n) - lowest).padStart(2, '0');
  return codePrefix + digits;
}

/** The characters that digits stand for, two each; undefined where a digit is missing. */
export function charactersOf(digits: string): string | undefined {
  if (digits.length % 2 !== 0) return undefined;
  let text = '';
  for (let n = 0; n < digits.length; n += 2) {
    text += String.fromCharCode(Number(digits.slice(n, n + 2)) + lowest);
  }
  return text;
}
