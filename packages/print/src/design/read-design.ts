import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { joinedMessages } from '../language/joined-messages.ts';
import { MessageFileError } from '../language/message-file.ts';
import { PrintError } from '../print-error.ts';
import { type Design, designLimits, designOf } from './design.ts';
import { isOfDesign } from './of-design.ts';

/**
 * Reads the design of a country pack: what printing needs, and nothing else.
 *
 * @param directories absolute paths: the pack's own folder first, then those that it extends. Of files with the same path the
 *   first counts; of messages with the same key.
 * @throws PrintError `template` that names the file: a symbolic link, which could lead anywhere; what is no plain file; a message file that cannot be read; what
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
        files.set(path, joined(own, readPlainFile(join(root, path), path), path));
    }
  }
  return designOf(files);
}

function joined(own: Uint8Array, base: Uint8Array, path: string): Uint8Array {
  try {
    return joinedMessages(own, base, path);
  } catch (error) {
    if (!(error instanceof MessageFileError)) throw error;
    const place = error.line === undefined ? {} : { line: error.line, column: 1 };
    const at = error.line === undefined ? path : `${path}:${error.line}:1`;
    throw new PrintError('template', `${at}: ${error.reason}`, [
      { file: path, ...place, message: error.reason },
    ]);
  }
}

/** What keeps a file from being read as one of the design. */
const unfit = (path: string, message: string) =>
  new PrintError('template', `${path} ${message}.`, [{ file: path, message }]);

const isMessageFile = /^messages\/[^/]+\.po$/;

/** The paths of a folder that belong to a design. Hidden files are editors' and version control's. */
function pathsBelow(root: string): string[] {
  const found: string[] = [];
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of readdirSync(join(root, at), { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isSymbolicLink()) throw unfit(path, 'is a symbolic link: copy the file instead');
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
  const notPlain = () => unfit(shown, 'is no plain file');
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
      throw unfit(shown, `has more than ${designLimits.fileBytes >> 20} MB`);
    }
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
