import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

const expandedNames: Record<string, string> = {
  'https://w3id.org/security#jws': 'jws',
  'https://w3id.org/security#proofPurpose': 'proofPurpose',
  'https://w3id.org/security#verificationMethod': 'verificationMethod',
  'http://purl.org/dc/terms/created': 'created',
  '@type': 'type',
};

/**
 * The proof of a credential in its compact form. Some versions of DIVOC write the proof's own members expanded
 * (`https://w3id.org/security#jws`): both forms mean the same.
 *
 * @returns undefined where there is not exactly one proof.
 */
export function proofOf(credential: JsonObject): JsonObject | undefined {
  const proof =
    Array.isArray(credential.proof) && credential.proof.length === 1 ? credential.proof[0] : credential.proof;
  if (!isJsonObject(proof)) return undefined;
  return Object.fromEntries(
    Object.entries(proof).map(([name, value]) => [expandedNames[name] ?? name, compactValue(value)]),
  );
}

function compactValue(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.length === 1 ? compactValue(value[0] as JsonValue) : value;
  const compact = isJsonObject(value) ? (value['@value'] ?? value['@id'] ?? value.id ?? value) : value;
  const prefix = 'https://w3id.org/security#';
  return typeof compact === 'string' && compact.startsWith(prefix) ? compact.slice(prefix.length) : compact;
}
