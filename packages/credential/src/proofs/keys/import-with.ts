import { ifReadable } from '../../if-readable.ts';
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
 * @param load of a crypto library; undefined where the bytes are no key.
 * @returns undefined where it is not an Ed25519, P-256 or RSA (2048 to 4096 bits) key.
 * @throws CodeNotLoadedError where the library cannot be loaded: what it would say of the key is not known.
 */
export async function importWith(
  source: string | Uint8Array,
  load: (
    der: Uint8Array,
    algorithm: SignatureAlgorithm,
  ) => LoadedKey | undefined | Promise<LoadedKey | undefined>,
): Promise<PublicKey | undefined> {
  const der = ifReadable(() => derOf(source));
  const algorithm = der && algorithmOf(der);
  const key = der && algorithm && (await load(der, algorithm));
  if (!key) return undefined;
  const { bits, verify } = key;
  if (bits !== undefined && (bits < rsaBits.min || bits > rsaBits.max)) return undefined;
  return { algorithm, verify };
}
