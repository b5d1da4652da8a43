import { sha256 } from '#sha256';
import { toBase64Url } from '../../base64url.ts';
import { canonicalJson } from '../../canonical-json.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';

/**
 * The binding digest. In DIVOC's contexts several terms share an IRI (dose and totalDoses; the three dates;
 * batch, vaccine and manufacturer; both URLs), so that their values can be exchanged under a valid signature.
 * Mohar puts a digest of the whole credential into a signed string that older verifiers ignore: a query
 * parameter of `infoUrl`. The digest is SHA-256 of the JCS form (RFC 8785) of the credential without proof
 * and without that parameter, in base64url without padding.
 */
const parameter = /[?&]binding=([A-Za-z0-9_-]{43})$/;

/** Adds the digest to `evidence[0].infoUrl` of an unsigned credential that is otherwise complete. */
export function bindContent(credential: JsonObject): JsonObject {
  const infoUrl = String(evidenceOf(credential)?.infoUrl ?? '');
  const separator = infoUrl.includes('?') ? '&' : '?';
  return withInfoUrl(credential, `${infoUrl}${separator}binding=${digest(credential)}`);
}

/**
 * Judges the digest of a credential whose signature holds.
 *
 * @returns `bound` where it is there and right, `broken` where it is there and wrong or out of place,
 *   `absent` where the issuer writes none.
 */
export function judgeBinding(credential: JsonObject): 'bound' | 'broken' | 'absent' {
  const evidence = evidenceOf(credential);
  const infoUrl = evidence?.infoUrl;
  const found = typeof infoUrl === 'string' ? parameter.exec(infoUrl) : null;
  if (typeof infoUrl === 'string' && found) {
    const { proof: _, ...signed } = credential;
    const bare = withInfoUrl(signed, infoUrl.slice(0, found.index));
    return digest(bare) === found[1] ? 'bound' : 'broken';
  }
  // Exchanged with the other URL, or moved elsewhere: whoever writes digests writes them in infoUrl.
  const elsewhere = Object.values(evidence ?? {}).some(
    (value) => typeof value === 'string' && parameter.test(value),
  );
  return elsewhere ? 'broken' : 'absent';
}

const digest = (credential: JsonObject) => toBase64Url(sha256(canonicalJson(credential)));

function evidenceOf(credential: JsonObject): JsonObject | undefined {
  const { evidence } = credential;
  const first = Array.isArray(evidence) ? evidence[0] : evidence;
  return isJsonObject(first) ? first : undefined;
}

function withInfoUrl(credential: JsonObject, infoUrl: string): JsonObject {
  const { evidence } = credential;
  if (!Array.isArray(evidence)) return { ...credential, evidence: { ...evidenceOf(credential), infoUrl } };
  const [, ...rest] = evidence;
  return { ...credential, evidence: [{ ...evidenceOf(credential), infoUrl }, ...rest] };
}
