import { po } from 'gettext-parser';

/** The words of one language, as translators' tools write them: gettext's PO format. */
export interface MessageFile {
  /** BCP 47 tag, of the header `Language`. */
  readonly language: string;
  /** Whether a native reader has reviewed them: the header `X-Native-Review`, `yes` and by whom and when. */
  readonly nativeReview: string | undefined;
  /** By key (`msgctxt`). */
  readonly messages: ReadonlyMap<string, Message>;
}

export interface Message {
  /** In English (`msgid`). */
  readonly source: string;
  /** In the language (`msgstr`), ICU MessageFormat; empty where nobody has translated it yet. */
  readonly text: string;
  /** Marked `fuzzy`: a tool guessed it, and nobody has looked. */
  readonly doubtful: boolean;
}

/** A message file cannot be read. */
export class MessageFileError extends Error {
  readonly code = 'MESSAGE_FILE';
  /** What is wrong, without the file's name. */
  readonly reason: string;
  /** From 1; undefined where no line is to blame. */
  readonly line: number | undefined;
  constructor(shown: string, reason: string, line?: number) {
    super(`${shown}: ${reason}`);
    this.name = 'MessageFileError';
    this.reason = reason;
    this.line = line;
  }
}

/**
 * Reads a PO file.
 *
 * @param bytes UTF-8.
 * @param shown what the file is called in errors.
 * @throws MessageFileError where it is no PO file, names no language, or has a message without a key.
 */
export function readMessageFile(bytes: Uint8Array, shown: string): MessageFile {
  const { headers, translations } = parsedMessages(bytes, shown);
  // Their case is as in the file, or as gettext's manual has it.
  const header = (name: string) =>
    Object.entries(headers)
      .find(([key]) => key.toLowerCase() === name)?.[1]
      ?.trim() || undefined;
  const language = header('language');
  if (language === undefined) throw new MessageFileError(shown, 'its header names no Language.', 1);
  const messages = new Map<string, Message>();
  for (const [key, bySource] of Object.entries(translations)) {
    for (const [source, { msgstr, comments }] of Object.entries(bySource)) {
      if (key === '' && source === '') continue;
      if (key === '')
        throw new MessageFileError(shown, `“${source}” has no msgctxt: the key of the message.`);
      if (messages.has(key))
        throw new MessageFileError(shown, `${key} is there twice.`, lineOfSecond(bytes, key));
      const doubtful = /\bfuzzy\b/.test(comments?.flag ?? '');
      messages.set(key, { source, text: msgstr[0] ?? '', doubtful });
    }
  }
  const review = header('x-native-review');
  return { language, nativeReview: review?.startsWith('yes') ? review : undefined, messages };
}

/** A PO file as gettext-parser has it. @throws MessageFileError. */
export function parsedMessages(bytes: Uint8Array, shown: string) {
  try {
    return po.parse(Buffer.from(bytes), { defaultCharset: 'utf-8', validation: true });
  } catch (error) {
    const { message } = error as Error;
    const [, twice] = /in "([^"]*)" context has already been declared/.exec(message) ?? [];
    if (twice !== undefined)
      throw new MessageFileError(shown, `${twice} is there twice.`, lineOfSecond(bytes, twice));
    const [at, number] = / at line (\d+)/.exec(message) ?? [];
    if (at === undefined) throw new MessageFileError(shown, message);
    // The parser has counted the end of the line by then.
    const line = Number(number) - (message.includes('End-of-line') ? 1 : 0);
    throw new MessageFileError(shown, message.replace(at, ''), line);
  }
}

function lineOfSecond(bytes: Uint8Array, key: string): number | undefined {
  const lines = Buffer.from(bytes).toString('utf8').split(/\r?\n/);
  const found = lines.flatMap((text, n) => (text === `msgctxt "${key}"` ? [n + 1] : []));
  return found[1];
}
