import { type Fault, pointerTo } from '@mohar/credential/event/fault.ts';
import { unprintableCharacters } from '@mohar/print/glyphs.ts';

/** A fault for each text in a JSON value with a character that no font of the certificates can draw. */
export function unprintableFaults(value: unknown, pointer: string): Fault[] {
  if (typeof value === 'string') {
    const characters = unprintableCharacters(value);
    if (characters.length === 0) return [];
    const named = characters.map(
      (character) => `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`,
    );
    const message = `has characters that no font of the certificate can draw: ${named.join(', ')}`;
    return [{ pointer, rule: 'printable', message }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    unprintableFaults(member, pointerTo(pointer, name)),
  );
}
