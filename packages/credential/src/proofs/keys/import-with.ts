import type { SignatureAlgorithm } from '../signer.ts';
import { type PublicKey, rsaBits } from './public-key.ts';
import { algorithmOf, derOf } from './spki.ts';

/** A key as a crypto library holds it. */
export interface LoadedKey extends Pick<PublicKey, 'verify'> {
  /** The modulus' length, of an RSA key. */
  readonly bits: number | undefined;
}

/**
 * Imports a public key: PEM (`BEGIN PUBLIC KEY`) or its DER.
 *
 * @param load of a crypto library; throws where the bytes are no key.
 * @returns undefined where it is not an Ed25519, P-256 or RSA (2048 to 4096 bits) key.
 */
export async function importWith(
  source: string | Uint8Array,
  load: (der: Uint8Array, algorithm: SignatureAlgorithm) => LoadedKey | Promise<LoadedKey>,
): Promise<PublicKey | undefined> {
  try {
    const der = derOf(source);
    const algorithm = algorithmOf(der);
    if (!algorithm) return undefined;
    const { bits, verify } = await load(der, algorithm);
    if (bits !== undefined && (bits < rsaBits.min || bits > rsaBits.max)) return undefined;
    return { algorithm, verify };
  } catch {
    return undefined;
  }
}
