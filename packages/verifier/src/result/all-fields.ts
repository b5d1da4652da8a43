import type { JsonObject, JsonValue } from '@mohar/credential/json.ts';
import type { CertificateFormat } from '@mohar/credential/verification/verdict.ts';
import type { AppWords } from '../language/languages.ts';
import { membersOf } from './document-members.ts';

/** A value of a certificate, and where it stands. */
export interface Field {
  readonly label: string;
  readonly value: string;
}

/** What tells machines how to read the certificate, and people nothing. */
const machinery = new Set(['@context', 'type', 'proof', 'credentialStatus']);
/** Most is said of the holder or of the event: that needs no saying on every line. */
const understood = new Set(['credentialSubject', 'evidence']);

/**
 * All that a certificate says, one line for each value, in its own order.
 *
 * @param content only what is signed.
 * @param names of members, in the reader's language; members without one go by their own.
 */
export function allFields(
  content: JsonObject,
  names: AppWords['fields'],
  format: CertificateFormat | undefined,
): Field[] {
  const members = membersOf(format);
  const wordOf = (member: string) =>
    Object.hasOwn(names, member) ? names[member as keyof typeof names] : member;
  const labelOf = (path: readonly string[]) => {
    const joined = path.join('.');
    const name = members.nameOf(joined);
    if (name !== undefined) return names[name];
    const [first = '', ...rest] = members.shorten(joined).split('.');
    return (understood.has(first) ? rest : [first, ...rest]).map(wordOf).join(' › ');
  };
  const walk = (value: JsonValue, path: readonly string[]): Field[] => {
    if (Array.isArray(value)) return value.flatMap((entry) => walk(entry, path));
    if (typeof value === 'object' && value !== null) {
      return Object.entries(value).flatMap(([member, inner]) =>
        // `type` of a test in a document is what kind of test it was.
        machinery.has(member) && !(member === 'type' && typeof inner === 'object' && !Array.isArray(inner))
          ? []
          : walk(inner, [...path, member]),
      );
    }
    if (value === '' || value === null) return [];
    return [{ label: labelOf(path), value: members.timeOf(path.join('.'), value) ?? String(value) }];
  };
  return walk(content, []);
}
