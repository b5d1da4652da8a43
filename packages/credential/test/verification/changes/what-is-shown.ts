import { canonicalJson } from '../../../src/canonical-json.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/json.ts';

/**
 * What of a credential a person can be shown, in a form to be compared: every member but the proof and the
 * vocabulary (`@context`: host names under which the same terms are published). The order of members and of types
 * tells nothing, nor does a type that is named twice (VC Data Model, "Types").
 */
export function whatIsShown(credential: JsonObject): JsonObject {
  const { proof: _, '@context': __, ...members } = credential;
  return withTypesAsSets(members) as JsonObject;
}

/** Whether two credentials show the same. */
export const showTheSame = (a: JsonObject, b: JsonObject): boolean =>
  canonicalJson(whatIsShown(a)) === canonicalJson(whatIsShown(b));

function withTypesAsSets(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withTypesAsSets);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'type' ? [...new Set([member].flat().map(String))].sort() : withTypesAsSets(member),
    ]),
  );
}

/**
 * Whether two credentials of DIVOC's format differ in nothing but where values stand among members that are open:
 * each group holds the same values in both, however often and in whichever of its members.
 */
export function differOnlyWithin(
  groups: readonly (readonly string[])[],
  a: JsonObject,
  b: JsonObject,
): boolean {
  const [first, second] = [whatIsShown(a), whatIsShown(b)];
  const open = new Set(groups.flat());
  if (canonicalJson(without(first, open)) !== canonicalJson(without(second, open))) return false;
  return nodesOf(first).every((node, n) =>
    groups.every((names) => {
      const other = nodesOf(second)[n];
      return other !== undefined && valuesIn(node, names) === valuesIn(other, names);
    }),
  );
}

/** The two nodes of DIVOC's format whose members share IRIs. */
function nodesOf({ credentialSubject, evidence }: JsonObject): JsonObject[] {
  const event = Array.isArray(evidence) ? (evidence[0] as JsonValue) : null;
  return [credentialSubject ?? null, event].filter(isJsonObject);
}

const valuesIn = (node: JsonObject, names: readonly string[]): string =>
  [...new Set(names.flatMap((name) => (name in node ? [JSON.stringify(node[name])] : [])))].sort().join();

/** A credential without the open members of its two nodes. */
function without(credential: JsonObject, open: ReadonlySet<string>): JsonObject {
  const closed = (node: JsonValue | undefined): JsonValue =>
    isJsonObject(node)
      ? Object.fromEntries(Object.entries(node).filter(([name]) => !open.has(name)))
      : (node ?? null);
  const { credentialSubject, evidence } = credential;
  return {
    ...credential,
    credentialSubject: closed(credentialSubject),
    evidence: Array.isArray(evidence) ? evidence.map(closed) : (evidence ?? null),
  };
}
