import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CodePointRuns } from '@mohar/print/code-point-runs.ts';
import { unprintableCharacters } from '@mohar/print/glyphs.ts';
import { askedIn } from '@mohar/print/language/asked-in.ts';
import {
  type Message,
  type MessageFile,
  MessageFileError,
  readMessageFile,
} from '@mohar/print/language/message-file.ts';
import { MessageSyntaxError } from '@mohar/print/language/words.ts';
import type { CountryPack } from '../../country/pack.ts';
import type { PackFault } from '../../country/pack-fault.ts';
import { packFile } from '../../country/pack-file.ts';
import { faultsIn } from './pack-places.ts';

/** A message where it is. */
interface PlacedMessage extends Message {
  readonly file: string;
}

/**
 * Words that are missing in a language that the country offers, outdated, doubtful, or that no page could be made with; and kinds of
 * identity documents without a word.
 */
export function messageFaults(pack: CountryPack): PackFault[] {
  const english = messagesIn(pack, 'en');
  return [
    ...pack.languages.offered.flatMap((tag, place) => languageFaults(pack, tag, place, english.messages)),
    ...identityFaults(pack, english.messages),
  ];
}

function languageFaults(
  pack: CountryPack,
  tag: string,
  place: number,
  english: ReadonlyMap<string, PlacedMessage>,
): PackFault[] {
  const { files, messages, faults } = messagesIn(pack, tag);
  const own = join(pack.directories[0], pathOf(tag));
  if (files.length === 0) {
    const message = `there must be a ${pathOf(tag)}, here or in a pack that this one extends`;
    return [...faults, ...faultsIn(pack, 'country.yaml', [[`/languages/offered/${place}`, message]])];
  }
  const nearest = files[0] as string;
  const missing = [...english]
    .filter(([key]) => !messages.has(key))
    .map(([key, { text, file }]) => {
      // A pack that says something new says it in every language.
      const isOwn = dirname(file) === dirname(own);
      return faultAt(isOwn ? own : nearest, key, `must be there, with what “${text}” is in ${tag}`);
    });
  const wrong = [...messages].flatMap(([key, message]) => {
    const source = english.get(key);
    const said = wrongIn(message, source, tag, key, pack.fontCodePoints);
    // What a pack that is extended has wrong is told too: it is on this country's paper.
    return said.map((words) => faultAt(message.file, key, words));
  });
  const unknown = [...messages]
    .filter(([key, { file }]) => file === own && !english.has(key) && !ownDate.test(key))
    .map(([key]) => faultAt(own, key, 'is not among the messages in English: templates ask for those'));
  return [...faults, ...missing, ...wrong, ...unknown];
}

function wrongIn(
  { source, text, doubtful }: Message,
  english: Message | undefined,
  tag: string,
  key: string,
  ownFonts: CodePointRuns,
): string[] {
  const said: string[] = [];
  if (doubtful) said.push('is marked fuzzy: look at it, and take the mark away');
  if (english && english.source !== source)
    said.push(`translates “${source}”, but the English is “${english.source}” now`);
  if (text !== text.normalize('NFC')) said.push('must be in Unicode’s normal form C');
  const undrawable = unprintableCharacters(text, ownFonts);
  if (undrawable.length > 0) said.push(`has characters that no font has: ${undrawable.join(' ')}`);
  if (ownDate.test(key)) return said;
  try {
    const known = new Set(english ? askedIn(english.source, 'en') : []);
    const asked = askedIn(text, tag).filter((name) => name !== 'gender' && !known.has(name));
    if (asked.length > 0) said.push(`asks for ${asked.join(', ')}, which this message does not know`);
  } catch (error) {
    if (!(error instanceof MessageSyntaxError)) throw error;
    said.push(`must be ICU MessageFormat: ${error.message}`);
  }
  return said;
}

/** Of languages that ICU has no dates for. */
const ownDate = /^(?:month\.\d+|datePattern)$/;

const identityFaults = (pack: CountryPack, english: ReadonlyMap<string, unknown>): PackFault[] => {
  const { identities, others } = pack.identities;
  const named = [
    ...identities.map(({ name }, n) => [`/identities/${n}/name`, name] as const),
    ...(others ? [['/others/name', others.name] as const] : []),
  ];
  return faultsIn(
    pack,
    'identities.yaml',
    named
      .filter(([, name]) => !english.has(name))
      .map(
        ([pointer, name]) =>
          [pointer, `must be the key of a message: messages/en.po has no ${name}`] as const,
      ),
  );
};

/** The messages of a language in the whole chain, the nearest of each key; those that are empty are none. */
function messagesIn(pack: CountryPack, tag: string) {
  const messages = new Map<string, PlacedMessage>();
  const faults: PackFault[] = [];
  const files: string[] = [];
  for (const directory of pack.directories) {
    const file = packFile({ directories: [directory] }, pathOf(tag));
    if (file === undefined) continue;
    files.push(file);
    const read = readMessages(file, tag);
    faults.push(...read.faults);
    for (const [key, message] of read.messages) {
      if (message.text !== '' && !messages.has(key)) messages.set(key, { ...message, file });
    }
  }
  return { files, messages, faults };
}

function readMessages(
  file: string,
  tag: string,
): { messages: MessageFile['messages']; faults: readonly PackFault[] } {
  const fault = (message: string): PackFault => ({ file, pointer: '', message });
  try {
    const { language, messages } = readMessageFile(readFileSync(file), pathOf(tag));
    return {
      messages,
      faults:
        language === tag
          ? []
          : [{ ...fault(`its header must say “Language: ${tag}”`), place: { line: 1, column: 1 } }],
    };
  } catch (error) {
    if (!(error instanceof MessageFileError)) throw error;
    const place = { line: error.line ?? 1, column: 1 };
    return { messages: new Map(), faults: [{ ...fault(error.reason), place }] };
  }
}

/** A fault of a message, at the line of its key; where it is missing, at the file. */
function faultAt(file: string, key: string, message: string): PackFault {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split(/\r?\n/) : [];
  // One that is missing would be at the end; the file too may be missing.
  const line = lines.indexOf(`msgctxt "${key}"`) + 1 || lines.length || 1;
  return { file, place: { line, column: 1 }, pointer: `/${key}`, message };
}

const pathOf = (tag: string): string => `messages/${tag}.po`;
