import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { joinedMessages } from '../language/joined-messages.ts';
import { PrintError } from '../print-error.ts';
import { type Design, designLimits, designOf } from './design.ts';
import { isOfDesign } from './of-design.ts';

/**
 * Reads the design of a country pack: what printing needs, and nothing else.
 *
 * @param directories absolute paths: the pack's own folder first, then those that it extends. Of files with the same path the
 *   first counts; of messages with the same key.
 * @throws PrintError `template` that names the file: a symbolic link, which could lead anywhere; what is no plain file; what
 *   {@link designOf} refuses.
 */
export function readDesign(directories: readonly string[]): Design {
  const files = new Map<string, Uint8Array>();
  for (const directory of directories) {
    const root = realpathSync(directory);
    for (const path of pathsBelow(root)) {
      const own = files.get(path);
      if (own === undefined) files.set(path, readPlainFile(join(root, path), path));
      else if (isMessageFile.test(path))
        files.set(path, joinedMessages(own, readPlainFile(join(root, path), path), path));
    }
  }
  return designOf(files);
}

const isMessageFile = /^messages\/[^/]+\.po$/;

/** The paths of a folder that belong to a design. Hidden files are editors' and version control's. */
function pathsBelow(root: string): string[] {
  const found: string[] = [];
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of readdirSync(join(root, at), { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isSymbolicLink())
        throw new PrintError('template', `${path} is a symbolic link: copy the file instead.`);
      if (entry.isDirectory()) open.push(path);
      else if (isOfDesign(path)) found.push(path);
      if (found.length > designLimits.files) {
        throw new PrintError('template', `The design has more than ${designLimits.files} files.`);
      }
    }
  }
  return found;
}

/** Opened so that nothing is followed or waited for, even where it has just become something else. */
function readPlainFile(file: string, shown: string): Uint8Array {
  const notPlain = () => new PrintError('template', `${shown} is no plain file.`);
  let descriptor: number;
  try {
    descriptor = openSync(
      file,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
  } catch {
    throw notPlain();
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw notPlain();
    if (stat.size > designLimits.fileBytes) {
      throw new PrintError('template', `${shown} has more than ${designLimits.fileBytes >> 20} MB.`);
    }
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
