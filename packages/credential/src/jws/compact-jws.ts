import { base64urlnopad } from '@scure/base';
import { toBase64Url } from '../base64url.ts';
import { MalformedListError, UntrustedListError } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { Signer } from '../proofs/signer.ts';
import { keyForce } from '../trust/key-in-force.ts';
import { keysFor, type TrustedKey, type TrustList } from '../trust/trust-list.ts';

/**
 * Signs a JSON object as a JWS in compact form (RFC 7515, section 3.1).
 *
 * @param type the media type of what is signed, without `application/`: readers take no other (RFC 8725, section 3.11).
 */
export async function signCompactJws(payload: JsonObject, type: string, signer: Signer): Promise<string> {
  const header = { alg: signer.algorithm, kid: signer.verificationMethod, typ: type };
  const input = `${encoded(header)}.${encoded(payload)}`;
  return `${input}.${toBase64Url(await signer.sign(new TextEncoder().encode(input)))}`;
}

/**
 * Reads a compact JWS whose header names one of the trusted keys, by its verification method.
 *
 * @param trust or, where the list itself says whose word it is, how to find it in the payload that is not yet verified.
 * @throws MalformedListError where it is no JWS of this type.
 * @throws UntrustedListError where none of the keys signed it, or the key was not in force at `publishedAt`.
 */
export async function readCompactJws(
  text: string,
  type: string,
  trust: TrustList | ((payload: JsonObject) => TrustList),
): Promise<{ payload: JsonObject; signedBy: TrustedKey }> {
  const [head, body, tail, ...more] = text.split('.');
  if (head === undefined || body === undefined || tail === undefined || more.length > 0) {
    throw new MalformedListError('It is not a JWS in compact form.');
  }
  const { alg, kid, typ, ...others } = decoded(head);
  if (typ !== type || typeof kid !== 'string' || Object.keys(others).length > 0) {
    throw new MalformedListError(`It is not a signed list of type ${type}.`);
  }
  const payload = decoded(body);
  const signature = bytesOf(tail);
  const input = new TextEncoder().encode(`${head}.${body}`);
  for (const { entry, key } of await keysFor(typeof trust === 'function' ? trust(payload) : trust, kid)) {
    if (key.algorithm !== alg || !(await key.verify(signature, input))) continue;
    if (keyForce(entry, Date.parse(String(payload.publishedAt))) === 'in-force')
      return { payload, signedBy: entry };
  }
  throw new UntrustedListError('It is not signed by a key that counts here.');
}

const encoded = (value: JsonObject) => toBase64Url(new TextEncoder().encode(JSON.stringify(value)));

function decoded(part: string): JsonObject {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(part)));
    if (isJsonObject(value)) return value;
  } catch {
    // Said below.
  }
  throw new MalformedListError('A part of it is not JSON in base64url.');
}

function bytesOf(part: string): Uint8Array {
  try {
    return base64urlnopad.decode(part);
  } catch {
    throw new MalformedListError('A part of it is not base64url.');
  }
}
