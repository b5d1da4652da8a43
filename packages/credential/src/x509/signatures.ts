import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { importPublicKey } from '#public-key';
import { ifReadable } from '../if-readable.ts';
import {
  contextTag,
  type DerElement,
  DerSequence,
  objectIdentifierOf,
  readDer,
  smallIntegerOf,
  tags,
} from './der.ts';
import { curvePointOf } from './elliptic-curves.ts';

/** Hashes that signatures count with here: nothing shorter. */
export type HashName = 'SHA-256' | 'SHA-384' | 'SHA-512';

const hashes = { 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 } as const;

const hashNames: Readonly<Record<string, HashName>> = {
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/** How a certificate is signed. */
type SignatureScheme =
  | { readonly kind: 'ECDSA' | 'RSASSA-PKCS1-v1_5'; readonly hash: HashName }
  | { readonly kind: 'RSA-PSS'; readonly hash: HashName; readonly saltLength: number };

const schemes: Readonly<Record<string, SignatureScheme>> = {
  '1.2.840.10045.4.3.2': { kind: 'ECDSA', hash: 'SHA-256' },
  '1.2.840.10045.4.3.3': { kind: 'ECDSA', hash: 'SHA-384' },
  '1.2.840.10045.4.3.4': { kind: 'ECDSA', hash: 'SHA-512' },
  '1.2.840.113549.1.1.11': { kind: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  '1.2.840.113549.1.1.12': { kind: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' },
  '1.2.840.113549.1.1.13': { kind: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' },
};
const rsaPss = '1.2.840.113549.1.1.10';

/** RSA keys of other sizes are not accepted, in bits. */
const rsaBits = { min: 2048, max: 8192 } as const;

/**
 * Whether a signature of X.509 holds: ECDSA on NIST's and the Brainpool curves, RSA with PKCS #1 1.5 or PSS, each with
 * SHA-256, SHA-384 or SHA-512.
 *
 * @param algorithm AlgorithmIdentifier, DER.
 * @param signature ECDSA in DER, as certificates have it.
 * @param spki of who should have signed, SubjectPublicKeyInfo in DER.
 * @returns false for other algorithms, and for anything that cannot be read.
 * @throws CodeNotLoadedError where the key's curve cannot be loaded.
 */
export async function holdsAsX509(
  algorithm: Uint8Array,
  signature: Uint8Array,
  bytes: Uint8Array,
  spki: Uint8Array,
): Promise<boolean> {
  const scheme = ifReadable(() => schemeOf(algorithm));
  if (!scheme) return false;
  if (scheme.kind === 'ECDSA') return holdsAsEcdsa(signature, 'der', scheme.hash, bytes, spki);
  return holdsAsRsa(signature, scheme, bytes, spki).catch(() => false);
}

/**
 * Whether an ECDSA signature holds, by either form of s. The curve is the key's.
 *
 * @param form `compact` is r‖s (IEEE P1363), each as long as the curve's order.
 * @returns false for keys of another kind, and for anything that cannot be read.
 * @throws CodeNotLoadedError where the key's curve cannot be loaded: whether the signature holds is not known.
 */
export async function holdsAsEcdsa(
  signature: Uint8Array,
  form: 'compact' | 'der',
  hash: HashName,
  bytes: Uint8Array,
  spki: Uint8Array,
): Promise<boolean> {
  // The engine is ten times as fast, where it knows the curve and the form.
  const known = form === 'compact' && hash === 'SHA-256' ? await importPublicKey(spki) : undefined;
  if (known?.algorithm === 'ES256') return known.verify(signature, bytes);
  const key = await curvePointOf(spki);
  if (!key) return false;
  const holds = ifReadable(() =>
    key.curve.verify(Uint8Array.from(signature), hashes[hash](bytes), Uint8Array.from(key.point), {
      prehash: false,
      lowS: false,
      format: form,
    }),
  );
  return holds ?? false;
}

async function holdsAsRsa(
  signature: Uint8Array,
  scheme: SignatureScheme,
  bytes: Uint8Array,
  spki: Uint8Array,
): Promise<boolean> {
  const algorithm = { name: scheme.kind, hash: scheme.hash };
  const key = await crypto.subtle.importKey('spki', Uint8Array.from(spki), algorithm, false, ['verify']);
  const bits = (key.algorithm as RsaHashedKeyAlgorithm).modulusLength;
  if (bits < rsaBits.min || bits > rsaBits.max) return false;
  const how = scheme.kind === 'RSA-PSS' ? { name: scheme.kind, saltLength: scheme.saltLength } : scheme.kind;
  return crypto.subtle.verify(how, key, Uint8Array.from(signature), Uint8Array.from(bytes));
}

function schemeOf(algorithm: Uint8Array): SignatureScheme | undefined {
  const parts = new DerSequence(readDer(algorithm, tags.sequence).content);
  const identifier = objectIdentifierOf(parts.take(tags.objectIdentifier));
  return identifier === rsaPss ? pssOf(parts.take(tags.sequence)) : schemes[identifier];
}

/** RSASSA-PSS-params (RFC 4055, section 3.1); its default hash is SHA-1, which does not count here. */
function pssOf({ content }: DerElement): SignatureScheme | undefined {
  const parts = new DerSequence(content);
  const hash = hashOf(parts.takeIf(contextTag(0, true))?.content);
  const generation = parts.takeIf(contextTag(1, true))?.content;
  const mask = generation && new DerSequence(readDer(generation, tags.sequence).content);
  mask?.take(tags.objectIdentifier);
  const salt = parts.takeIf(contextTag(2, true));
  const saltLength = salt ? smallIntegerOf(readDer(salt.content, tags.integer)) : 20;
  // WebCrypto has one hash for both.
  if (!hash || hash !== hashOf(mask?.take(tags.sequence).bytes) || saltLength === undefined) return undefined;
  return { kind: 'RSA-PSS', hash, saltLength };
}

function hashOf(algorithm: Uint8Array | undefined): HashName | undefined {
  if (!algorithm) return undefined;
  const parts = new DerSequence(readDer(algorithm, tags.sequence).content);
  return hashNames[objectIdentifierOf(parts.take(tags.objectIdentifier))];
}
