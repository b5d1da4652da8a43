import { UnreadablePayloadError } from '../errors.ts';
import type { SignatureAlgorithm } from '../proofs/signer.ts';
import { type CborValue, decodeCbor, encodeCbor, memberOf, tagged } from './cbor.ts';

/** Algorithms by their COSE numbers (RFC 9053, section 2; RFC 8230, section 2). */
const algorithms: ReadonlyMap<CborValue, SignatureAlgorithm> = new Map([
  [-7, 'ES256'],
  [-8, 'EdDSA'],
  [-37, 'PS256'],
]);
const numberOf = (algorithm: SignatureAlgorithm): number =>
  [...algorithms].find(([, name]) => name === algorithm)?.[0] as number;

const header = { algorithm: 1, critical: 2, keyId: 4 } as const;
/** Tag of a COSE_Sign1 (RFC 9052, section 4.2). */
const sign1Tag = 18;

/** A COSE_Sign1, taken apart; nothing of it is verified yet. */
export interface Sign1 {
  /** Undefined for one that is not known here. */
  readonly algorithm: SignatureAlgorithm | undefined;
  /** As the protected header names the key; as the unprotected one does, where that one is silent. */
  readonly keyId: Uint8Array | undefined;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  /** What is signed (RFC 9052, section 4.4), with the protected header byte for byte as received. */
  readonly signedBytes: Uint8Array;
}

/**
 * Signs a payload as a tagged COSE_Sign1 (RFC 9052, section 4.2), algorithm and key id in the protected header.
 *
 * @param keyId bytes that tell the verifier which key it is.
 * @param sign as `Signer.sign`: r‖s for ES256.
 */
export async function signSign1(
  payload: Uint8Array,
  { algorithm, keyId }: { readonly algorithm: SignatureAlgorithm; readonly keyId: Uint8Array },
  sign: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const protectedHeader = encodeCbor(
    new Map<number, CborValue>([
      [header.algorithm, numberOf(algorithm)],
      [header.keyId, keyId],
    ]),
  );
  const signature = await sign(toSign(protectedHeader, payload));
  return encodeCbor(tagged(sign1Tag, [protectedHeader, new Map(), payload, signature]));
}

/**
 * Takes a COSE_Sign1 apart, with or without its tag, or within that of a CWT.
 *
 * @throws UnreadablePayloadError where the bytes are none, or have critical headers.
 */
export function readSign1(bytes: Uint8Array): Sign1 {
  const parts = decodeCbor(bytes);
  if (!Array.isArray(parts) || parts.length !== 4) throw notSign1();
  const [protectedHeader, unprotected, payload, signature] = parts as CborValue[];
  if (
    !(protectedHeader instanceof Uint8Array) ||
    !(payload instanceof Uint8Array) ||
    !(signature instanceof Uint8Array)
  ) {
    throw notSign1();
  }
  const headers = protectedHeader.length === 0 ? undefined : decodeCbor(protectedHeader);
  // What must be understood (RFC 9052, section 3.1), and is not: nothing beyond algorithm and key id is.
  if (memberOf(headers, header.critical) !== undefined) throw notSign1();
  const keyId = memberOf(headers, header.keyId) ?? memberOf(unprotected, header.keyId);
  return {
    algorithm: algorithms.get(memberOf(headers, header.algorithm) ?? memberOf(unprotected, header.algorithm)),
    keyId: keyId instanceof Uint8Array ? keyId : undefined,
    payload,
    signature,
    signedBytes: toSign(protectedHeader, payload),
  };
}

const toSign = (protectedHeader: Uint8Array, payload: Uint8Array): Uint8Array =>
  encodeCbor(['Signature1', protectedHeader, new Uint8Array(), payload]);

const notSign1 = () => new UnreadablePayloadError('This is not a COSE_Sign1.');
