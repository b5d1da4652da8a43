import { createPublicKey, type KeyObject } from 'node:crypto';

/** DER of the object identifiers id-Ed25519 (RFC 8410) and prime256v1 (RFC 5480): CKA_EC_PARAMS of such keys. */
export const ed25519Oid = Buffer.from('06032b6570', 'hex');
export const p256Oid = Buffer.from('06082a8648ce3d030107', 'hex');
/** PKCS#11 3.0, section 2.3.5, allows the curve's name too, as a PrintableString. */
export const ed25519Name = Buffer.from('\x13\x0cedwards25519', 'latin1');
/** The identifier that was in use before RFC 8410 (1.3.6.1.4.1.11591.15.1). */
const ed25519OldOid = Buffer.from('06092b06010401da470f01', 'hex');

const derOctetString = 0x04;
const derBitString = 0x03;
const uncompressed = 0x04;

/**
 * An Ed25519 public key.
 *
 * @param parameters CKA_EC_PARAMS: which curve.
 * @param point CKA_EC_POINT: the key's 32 bytes, bare or in a DER OCTET STRING or BIT STRING, as tokens differ.
 * @returns undefined for another curve, or what is no such key.
 */
export function ed25519Key(parameters: Buffer, point: Buffer): KeyObject | undefined {
  if (![ed25519Oid, ed25519Name, ed25519OldOid].some((curve) => curve.equals(parameters))) return undefined;
  const x = unwrapped(point, 32);
  return x && imported({ kty: 'OKP', crv: 'Ed25519', x: x.toString('base64url') });
}

/**
 * A P-256 public key.
 *
 * @param parameters CKA_EC_PARAMS: which curve.
 * @param point CKA_EC_POINT: the uncompressed point (SEC 1, section 2.3.3), bare or in a DER OCTET STRING or BIT STRING.
 * @returns undefined for another curve, or what is no point of this one.
 */
export function p256Key(parameters: Buffer, point: Buffer): KeyObject | undefined {
  const coordinates = p256Oid.equals(parameters) ? unwrapped(point, 65) : undefined;
  if (coordinates?.[0] !== uncompressed) return undefined;
  const x = coordinates.subarray(1, 33).toString('base64url');
  const y = coordinates.subarray(33).toString('base64url');
  return imported({ kty: 'EC', crv: 'P-256', x, y });
}

/**
 * An RSA public key.
 *
 * @param modulus CKA_MODULUS, big-endian.
 * @param exponent CKA_PUBLIC_EXPONENT, big-endian.
 */
export const rsaKey = (modulus: Buffer, exponent: Buffer): KeyObject | undefined =>
  imported({ kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') });

/** A key of known length, out of the DER that tokens wrap it in, or not. */
function unwrapped(point: Buffer, length: number): Buffer | undefined {
  if (point.length === length) return point;
  const [tag, size, unusedBits] = point;
  const content = point.subarray(point.length - length);
  if (point.length === length + 2 && tag === derOctetString && size === length) return content;
  const isBitString = tag === derBitString && size === length + 1 && unusedBits === 0;
  return point.length === length + 3 && isBitString ? content : undefined;
}

function imported(jwk: Readonly<Record<string, string>>): KeyObject | undefined {
  try {
    return createPublicKey({ key: { ...jwk }, format: 'jwk' });
  } catch {
    return undefined;
  }
}
