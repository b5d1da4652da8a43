import { type Fault, pointerTo } from '@mohar/credential/event/fault.ts';
import type { CodePointRuns } from '@mohar/print/code-point-runs.ts';
import { unprintableCharacters } from '@mohar/print/glyphs.ts';

/**
 * A fault for each text in a JSON value with a character that no font of the certificates can draw.
 *
 * @param own of the country pack, `CountryPack.fontCodePoints`.
 */
export function unprintableFaults(value: unknown, pointer: string, own: CodePointRuns): Fault[] {
  if (typeof value === 'string') {
    const characters = unprintableCharacters(value, own);
    if (characters.length === 0) return [];
    const named = characters.map(
      (character) => `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`,
    );
    const message = `has characters that no font of the certificate can draw: ${named.join(', ')}`;
    return [{ pointer, rule: 'printable', message }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    unprintableFaults(member, pointerTo(pointer, name), own),
  );
}
