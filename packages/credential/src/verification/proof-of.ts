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
 * @returns undefined where there is not exactly one proof, or it is not one: a member that is neither a text nor
 *   a list of texts, or that is written in both forms.
 */
export function proofOf(credential: JsonObject): JsonObject | undefined {
  const proof = onlyItem(credential.proof ?? null);
  if (!isJsonObject(proof)) return undefined;
  const compact = new Map<string, JsonValue>();
  for (const [name, value] of Object.entries(proof)) {
    const compactName = Object.hasOwn(expandedNames, name) ? (expandedNames[name] as string) : name;
    const text = compactValue(value);
    if (compact.has(compactName) || !isTexts(text)) return undefined;
    compact.set(compactName, text);
  }
  return Object.fromEntries(compact);
}

const onlyItem = (value: JsonValue): JsonValue =>
  Array.isArray(value) && value.length === 1 ? (value[0] as JsonValue) : value;

function compactValue(value: JsonValue): JsonValue {
  const item = onlyItem(value);
  const compact = isJsonObject(item) ? (item['@value'] ?? item['@id'] ?? item.id ?? item) : item;
  const prefix = 'https://w3id.org/security#';
  return typeof compact === 'string' && compact.startsWith(prefix) ? compact.slice(prefix.length) : compact;
}

const isTexts = (value: JsonValue): boolean =>
  typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
