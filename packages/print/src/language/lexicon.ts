import { type MessageFile, readMessageFile } from './message-file.ts';
import { openWords, type Words } from './words.ts';

/** Where the message files of a language are read from: those of the country's own pack first. */
export type MessageSource = (tag: string) => readonly { readonly name: string; readonly bytes: Uint8Array }[];

/** The words of a design in every language. */
export type Lexicon = (tag: string) => Words;

/**
 * Opens the words of a design; each language is read when it is first asked for.
 *
 * @param country ISO 3166-1 alpha-2.
 * @returns a function that throws MessageFileError, MessageSyntaxError, or RangeError where there is no such language.
 */
export function openLexicon(source: MessageSource, country: string): Lexicon {
  const opened = new Map<string, Words>();
  const filesOf = (tag: string): MessageFile[] =>
    source(tag).map(({ name, bytes }) => readMessageFile(bytes, name));
  let english: readonly MessageFile[] | undefined;
  return (tag) => {
    const known = opened.get(tag);
    if (known) return known;
    const files = filesOf(tag);
    if (files.length === 0) throw new RangeError(`There are no messages in ${tag}.`);
    // Behind every language: read once for all of them.
    english ??= filesOf('en');
    const words = openWords(tag, files, english, country);
    opened.set(tag, words);
    return words;
  };
}
