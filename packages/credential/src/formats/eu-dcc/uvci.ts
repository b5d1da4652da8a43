/**
 * Unique certificate identifiers (eHealth Network, "Guidelines on verifiable vaccination certificates – basic
 * interoperability elements", release 2, annex 2): option 3, an opaque id alone, with the check character.
 */
const prefix = 'URN:UVCI:01:';

/** Of the checksum: all characters that stand before it. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:';

/**
 * The UVCI of a certificate: `URN:UVCI:01:IN:ZW7QD48VXF7XQXTV3#S`.
 *
 * @param country ISO 3166-1 alpha-2.
 * @param certificateId capitals and digits.
 */
export function uvciOf(country: string, certificateId: string): string {
  const body = `${prefix}${country}:${certificateId}`;
  return `${body}#${checkCharacterOf(body)}`;
}

/**
 * The certificate id in a UVCI of {@link uvciOf}.
 *
 * @returns undefined where the check character is wrong, or the UVCI is of another form.
 */
export function certificateIdOfUvci(uvci: string): string | undefined {
  const found = /^(URN:UVCI:01:[A-Z]{2}:([A-Z0-9]{1,60}))#(.)$/.exec(uvci);
  return found && checkCharacterOf(found[1] as string) === found[3] ? found[2] : undefined;
}

/**
 * Luhn's check character modulo N, over a text of the alphabet.
 *
 * @throws RangeError for another character.
 */
export function checkCharacterOf(body: string): string {
  const n = alphabet.length;
  let sum = 0;
  let factor = 2;
  for (const character of [...body].reverse()) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new RangeError('A UVCI is written in capitals, digits, slashes and colons.');
    const product = factor * value;
    sum += Math.floor(product / n) + (product % n);
    factor = 3 - factor;
  }
  return alphabet.charAt((n - (sum % n)) % n);
}
