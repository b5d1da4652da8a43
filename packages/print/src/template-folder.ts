import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PrintError } from './print-error.ts';

/**
 * Makes sure that the templates of a folder need nothing from outside of it: no symbolic links, which Typst
 * would follow, and no packages, which it would try to fetch.
 *
 * @throws PrintError `template` that names the file.
 */
export function checkTemplateFolder(directory: string): void {
  const root = realpathSync(directory);
  const open = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const name of readdirSync(at)) {
      const path = join(at, name);
      const shown = relative(root, path);
      const stat = lstatSync(path);
      if (stat.isSymbolicLink())
        throw new PrintError('template', `${shown} is a symbolic link: copy the file instead.`);
      if (stat.isDirectory()) open.push(path);
      else if (name.endsWith('.typ') && /(import|include)\s*\(?\s*"@/.test(readFileSync(path, 'utf8'))) {
        throw new PrintError('template', `${shown} imports a package: templates work without a network.`);
      }
    }
  }
}
