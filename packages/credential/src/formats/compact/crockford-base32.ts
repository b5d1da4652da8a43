/** Crockford's, in which certificate ids are written. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 17 characters are 85 bits; the lowest three of the 88 are 0. */
const packedBytes = 11;

/** Packs 17 characters of Crockford's base 32 (as they stand: capitals, no separators) in 11 bytes. */
export const packBase32 = (text: string): Uint8Array =>
  regrouped(
    [...text].map((character) => alphabet.indexOf(character)),
    5,
    8,
    packedBytes,
  );

/** Unpacks what {@link packBase32} packed; undefined where a spare bit is set. */
export const unpackBase32 = (bytes: Uint8Array): string | undefined =>
  ((bytes.at(-1) as number) & 7) === 0
    ? Array.from(regrouped(bytes, 8, 5, 17), (value) => alphabet.charAt(value)).join('')
    : undefined;

/** The same bits, from the highest, in values of another width; zeros behind the last. */
function regrouped(values: Iterable<number>, from: number, to: number, count: number): Uint8Array {
  const groups = new Uint8Array(count);
  let [held, bits, place] = [0, 0, 0];
  for (const value of values) {
    held = (held << from) | value;
    bits += from;
    for (; bits >= to && place < count; place += 1) {
      bits -= to;
      groups[place] = held >> bits;
      held &= (1 << bits) - 1;
    }
  }
  if (place < count) groups[place] = held << (to - bits);
  return groups;
}
