import { sha256Hex } from '#sha256';

/**
 * A UUID of a resource: the same whenever the document is made again (RFC 9562, section 5.8: version 8, of a hash).
 *
 * @param certificateId whose document it is.
 * @param role which resource of the document: `patient`.
 */
export function resourceUuid(certificateId: string, role: string): string {
  const hex = sha256Hex(`urn:ddcc:${certificateId}:${role}`);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
