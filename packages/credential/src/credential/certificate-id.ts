/**
 * Certificate ids: 17 characters of Crockford's base 32 (digits and capitals without I, L, O, U).
 *
 * | characters | bits | what |
 * |---|---|---|
 * | 2 | 10 | the shard that the certificate is kept in |
 * | 14 | 70 | random: ids can be neither guessed nor counted |
 * | 1 | – | check character, ISO 7064 hybrid system with N = 32 |
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const idLength = 17;
/** Random bytes that an id is made from: 70 of their 72 bits are used. */
export const certificateIdRandomBytes = 9;

/** The id of a certificate, with its check character. */
export type CertificateId = string & { readonly certificateId: unique symbol };

/**
 * Makes an id.
 *
 * @param shard 0–1023.
 * @param random {@link certificateIdRandomBytes} bytes of a cryptographic generator.
 * @throws RangeError for another shard or fewer bytes.
 */
export function formatCertificateId(shard: number, random: Uint8Array): CertificateId {
  if (!Number.isInteger(shard) || shard < 0 || shard > 1023 || random.length < certificateIdRandomBytes) {
    throw new RangeError('A certificate id is made of a shard of 0–1023 and 9 random bytes.');
  }
  let bits = BigInt(shard);
  for (const byte of random.subarray(0, certificateIdRandomBytes)) bits = (bits << 8n) | BigInt(byte);
  bits >>= 2n;
  let body = '';
  for (let shift = 75n; shift >= 0n; shift -= 5n) body += alphabet[Number((bits >> shift) & 31n)];
  return (body + checkCharacter(body)) as CertificateId;
}

/**
 * Reads an id as people type it: in any case, with spaces or hyphens, O for 0 and I or L for 1.
 *
 * @returns undefined where it is not an id or its check character is wrong.
 */
export function parseCertificateId(text: string): { id: CertificateId; shard: number } | undefined {
  if (text.length > 40) return undefined;
  const id = text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (id.length !== idLength || [...id].some((character) => !alphabet.includes(character))) return undefined;
  if (checkCharacter(id.slice(0, -1)) !== id.at(-1)) return undefined;
  return {
    id: id as CertificateId,
    shard: alphabet.indexOf(id.charAt(0)) * 32 + alphabet.indexOf(id.charAt(1)),
  };
}

/** ISO/IEC 7064, hybrid system (MOD N+1, N) for N = 32: finds every single wrong character. */
function checkCharacter(body: string): string {
  const n = alphabet.length;
  let product = n;
  for (const character of body) {
    const sum = (product + alphabet.indexOf(character)) % n || n;
    product = (sum * 2) % (n + 1);
  }
  return alphabet.charAt((n + 1 - product) % n);
}
