import type { ECDSA } from '@noble/curves/abstract/weierstrass.js';
import { ifReadable } from '../if-readable.ts';
import { load } from '../load.ts';
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

/**
 * NIST's and the Brainpool curves (ICAO Doc 9303-12; RFC 5480; RFC 5639), by object identifier. Each is taken out of its module
 * on the spot: what is not, bundlers leave out.
 */
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
 * @returns undefined for other kinds of key, and where the DER is broken.
 * @throws CodeNotLoadedError where the curve is loaded when it is first needed, and cannot be.
 */
export async function curvePointOf(spki: Uint8Array): Promise<CurvePoint | undefined> {
  const key = ifReadable(() => keyOf(spki));
  // Nothing is caught around what loads a curve: that it is not there says nothing of a signature.
  const curve = key && (await (key.name === undefined ? curveWith(key.domain) : curveNamed(key.name)));
  return key && curve && { curve, point: key.point };
}

type Key = { readonly point: Uint8Array } & (
  | { readonly name: string }
  | { readonly name?: undefined; readonly domain: Domain }
);

function keyOf(spki: Uint8Array): Key | undefined {
  const parts = new DerSequence(readDer(spki, tags.sequence).content);
  const algorithm = new DerSequence(parts.take(tags.sequence).content);
  if (objectIdentifierOf(algorithm.take(tags.objectIdentifier)) !== ecPublicKey) return undefined;
  const parameters = algorithm.takeAny();
  const point = wholeBytesOf(parts.take(tags.bitString));
  return parameters.tag === tags.objectIdentifier
    ? { point, name: objectIdentifierOf(parameters) }
    : { point, domain: domainOf(parameters) };
}

/** `SpecifiedECDomain` (SEC 1, appendix C.2): field, coefficients, generator and order. */
interface Domain {
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly n: bigint;
  readonly generator: Uint8Array;
}

function domainOf(parameters: DerElement): Domain {
  const parts = new DerSequence(readDer(parameters.bytes, tags.sequence).content);
  parts.take(tags.integer);
  const field = new DerSequence(parts.take(tags.sequence).content);
  field.take(tags.objectIdentifier);
  const p = bigIntegerOf(field.take(tags.integer));
  const coefficients = new DerSequence(parts.take(tags.sequence).content);
  const a = unsignedOf(coefficients.take(tags.octetString).content);
  const b = unsignedOf(coefficients.take(tags.octetString).content);
  const generator = parts.take(tags.octetString).content;
  return { p, a, b, n: bigIntegerOf(parts.take(tags.integer)), generator };
}

const curveNamed = (identifier: string): Promise<ECDSA> | undefined => {
  const imports = curves[identifier];
  return imports && load(imports);
};

async function curveWith({ p, a, b, n, generator }: Domain): Promise<ECDSA | undefined> {
  for (const imports of Object.values(curves)) {
    const curve = await load(imports);
    const known = curve.Point.CURVE();
    if (known.p !== p || known.a !== a || known.b !== b || known.n !== n) continue;
    const point = ifReadable(() => curve.Point.fromBytes(generator).toAffine());
    if (point?.x === known.Gx && point.y === known.Gy) return curve;
  }
  return undefined;
}
