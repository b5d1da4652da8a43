import type { JsonObject, JsonValue } from '@mohar/credential/json.ts';
import type { AppWords } from '../language/languages.ts';

/** A value of a credential, and where it stands. */
export interface Field {
  readonly label: string;
  readonly value: string;
}

/** What tells machines how to read the credential, and people nothing. */
const machinery = new Set(['@context', 'type', 'proof', 'credentialStatus']);

/**
 * All that a credential says, one line for each value, in its own order.
 *
 * @param credential only what is signed.
 * @param names of members, in the reader's language; members without one go by their own.
 */
export function allFields(credential: JsonObject, names: AppWords['fields']): Field[] {
  const nameOf = (member: string) =>
    Object.hasOwn(names, member) ? names[member as keyof typeof names] : member;
  const walk = (value: JsonValue, path: readonly string[]): Field[] => {
    if (Array.isArray(value)) return value.flatMap((entry) => walk(entry, path));
    if (typeof value === 'object' && value !== null) {
      return Object.entries(value).flatMap(([member, inner]) =>
        machinery.has(member) ? [] : walk(inner, [...path, member]),
      );
    }
    if (value === '' || value === null) return [];
    return [{ label: path.map(nameOf).join(' › '), value: String(value) }];
  };
  return Object.entries(credential).flatMap(([member, value]) =>
    // Most is said of the holder or of the event: that needs no saying on every line.
    machinery.has(member)
      ? []
      : walk(value, member === 'credentialSubject' || member === 'evidence' ? [] : [member]),
  );
}
