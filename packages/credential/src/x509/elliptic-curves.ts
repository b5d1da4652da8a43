import type { ECDSA } from '@noble/curves/abstract/weierstrass.js';
import {
  bigIntegerOf,
  type DerElement,
  DerSequence,
  objectIdentifierOf,
  readDer,
  tags,
  unsignedOf,
  wholeBytesOf,
} from './der.ts';

/** A public key on one of the curves that documents are signed with. */
export interface CurvePoint {
  readonly curve: ECDSA;
  /** Compressed or not (SEC 1, section 2.3.3). */
  readonly point: Uint8Array;
}

const ecPublicKey = '1.2.840.10045.2.1';

/** NIST's and the Brainpool curves (ICAO Doc 9303-12; RFC 5480; RFC 5639), by object identifier. */
const curves: Readonly<Record<string, () => Promise<ECDSA>>> = {
  '1.2.840.10045.3.1.7': () => import('@noble/curves/nist.js').then(({ p256 }) => p256),
  '1.3.132.0.34': () => import('@noble/curves/nist.js').then(({ p384 }) => p384),
  '1.3.132.0.35': () => import('@noble/curves/nist.js').then(({ p521 }) => p521),
  '1.3.36.3.3.2.8.1.1.7': () =>
    import('@noble/curves/misc.js').then(({ brainpoolP256r1 }) => brainpoolP256r1),
  '1.3.36.3.3.2.8.1.1.11': () =>
    import('@noble/curves/misc.js').then(({ brainpoolP384r1 }) => brainpoolP384r1),
  '1.3.36.3.3.2.8.1.1.13': () =>
    import('@noble/curves/misc.js').then(({ brainpoolP512r1 }) => brainpoolP512r1),
};

/**
 * The curve and the point of a SubjectPublicKeyInfo. The curve may be named, or written out in full, as ICAO had its
 * members do for long: then every parameter must be that of a curve known here.
 *
 * @returns undefined for other kinds of key.
 * @throws UnreadablePayloadError where the DER is broken.
 */
export async function curvePointOf(spki: Uint8Array): Promise<CurvePoint | undefined> {
  const parts = new DerSequence(readDer(spki, tags.sequence).content);
  const algorithm = new DerSequence(parts.take(tags.sequence).content);
  if (objectIdentifierOf(algorithm.take(tags.objectIdentifier)) !== ecPublicKey) return undefined;
  const parameters = algorithm.takeAny();
  const curve = await (parameters.tag === tags.objectIdentifier
    ? curves[objectIdentifierOf(parameters)]?.()
    : curveWithParameters(parameters));
  return curve && { curve, point: wholeBytesOf(parts.take(tags.bitString)) };
}

/** `SpecifiedECDomain` (SEC 1, appendix C.2): the curve whose field, coefficients, generator and order they are. */
async function curveWithParameters(parameters: DerElement): Promise<ECDSA | undefined> {
  const parts = new DerSequence(readDer(parameters.bytes, tags.sequence).content);
  parts.take(tags.integer);
  const field = new DerSequence(parts.take(tags.sequence).content);
  field.take(tags.objectIdentifier);
  const p = bigIntegerOf(field.take(tags.integer));
  const coefficients = new DerSequence(parts.take(tags.sequence).content);
  const a = unsignedOf(coefficients.take(tags.octetString).content);
  const b = unsignedOf(coefficients.take(tags.octetString).content);
  const generator = parts.take(tags.octetString).content;
  const n = bigIntegerOf(parts.take(tags.integer));
  for (const load of Object.values(curves)) {
    const curve = await load();
    const known = curve.Point.CURVE();
    if (known.p !== p || known.a !== a || known.b !== b || known.n !== n) continue;
    const point = curve.Point.fromBytes(generator).toAffine();
    if (point.x === known.Gx && point.y === known.Gy) return curve;
  }
  return undefined;
}
