import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CountryPack } from '../../country/pack.ts';
import type { PackFault } from '../../country/pack-fault.ts';
import { pieces } from '../../country/schema/pieces.ts';

/** Files that look like pieces, and that nobody reads: a name with a letter wrong. */
export function unreadFiles({ directories: [own] }: CountryPack): PackFault[] {
  const names = Object.keys(pieces).map((name) => `${name}.yaml`);
  const fault = (path: string, message: string): PackFault => ({
    file: join(own, path),
    place: { line: 1, column: 1 },
    pointer: '',
    message,
  });
  const isUnread = (name: string) => /\.ya?ml$/i.test(name) && !name.startsWith('.') && !names.includes(name);
  return readdirSync(own)
    .filter(isUnread)
    .map((name) => fault(name, `is read by nobody: the pieces of a pack are ${names.join(', ')}`));
}
