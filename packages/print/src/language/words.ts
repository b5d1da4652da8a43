import { IntlMessageFormat } from 'intl-messageformat';
import type { MessageFile } from './message-file.ts';
import { type PrintedLanguage, printedLanguage } from './printed-language.ts';
import { isDate, type OwnDates, writtenDate } from './written-date.ts';

/** What messages may ask for of a certificate, by name: numbers, texts, and dates (written out in each language). */
export type MessageArguments = Readonly<Record<string, string | number>>;

/** Certificates of one day have most of their dates in common. */
const rememberedDays = 1_000;

/** The words of certificates in one language. */
export interface Words {
  readonly language: PrintedLanguage;
  /** The messages that say the same in every certificate. */
  readonly fixed: Readonly<Record<string, string>>;
  /** The others, finished for one certificate; those that ask for what it has not are empty. */
  textsFor(known: MessageArguments): Readonly<Record<string, string>>;
  /** A date or moment as the language writes it: its day alone, and with its time where it has one. */
  date(text: string): { readonly day: string; readonly moment: string };
}

/** A message cannot be read as ICU MessageFormat. */
export class MessageSyntaxError extends Error {
  readonly code = 'MESSAGE_SYNTAX';
}

/**
 * Puts the words of a language together.
 *
 * @param files of the language, those of the country's own pack first, those of the pack that it extends after it.
 * @param english of English, likewise: what is missing in the language is said in English.
 * @param country ISO 3166-1 alpha-2.
 * @throws MessageSyntaxError that names the message.
 */
export function openWords(
  tag: string,
  files: readonly MessageFile[],
  english: readonly MessageFile[],
  country: string,
): Words {
  const language = printedLanguage(tag, country);
  const plain: [string, string][] = [];
  const formats: [string, Format][] = [];
  const texts = merged([...files, ...english]);
  for (const [key, text] of texts) {
    if (/[{}]/.test(text)) formats.push([key, formatOf(key, text, language)]);
    else plain.push([key, text]);
  }
  const fixed = Object.fromEntries(plain);
  const own = ownDates(merged(files));
  const days = new Map<string, string>();
  const dayOf = (date: string): string => {
    const known = days.get(date);
    if (known !== undefined) return known;
    const written = writtenDate(date, language, own);
    if (days.size >= rememberedDays) days.clear();
    days.set(date, written);
    return written;
  };
  const date = (text: string) => {
    const day = dayOf(text.slice(0, 10));
    return { day, moment: text.length > 10 ? writtenDate(text, language, own) : day };
  };
  return {
    language,
    date,
    fixed,
    textsFor: (known) => {
      const said = Object.fromEntries(
        Object.entries(known).map(([name, value]) => [
          name,
          typeof value === 'string' && isDate(value) ? unbroken(date(value).day) : value,
        ]),
      );
      const finished: Record<string, string> = {};
      for (const [key, format] of formats) finished[key] = format(said);
      return finished;
    },
  };
}

/** Dates within a message are not torn at the end of a line. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0');

/** By key; the first file that has a translation decides. */
function merged(files: readonly MessageFile[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { messages } of files) {
    for (const [key, { text }] of messages) if (text !== '' && !texts.has(key)) texts.set(key, text);
  }
  return texts;
}

type Format = (known: MessageArguments) => string;

function formatOf(key: string, text: string, { locale, tag }: PrintedLanguage): Format {
  try {
    const format = new IntlMessageFormat(text, [locale, 'en'], undefined, { ignoreTag: true });
    const asked = argumentsOf(format.getAst());
    return (known) => (asked.every((name) => Object.hasOwn(known, name)) ? String(format.format(known)) : '');
  } catch (error) {
    throw new MessageSyntaxError(`${tag}: ${key}: ${(error as Error).message}`);
  }
}

interface Node {
  readonly type: number;
  readonly value?: unknown;
  readonly options?: Readonly<Record<string, { readonly value: readonly Node[] }>>;
}

/** The names that a message asks for (literals and the number sign of plurals are no arguments). */
export function argumentsOf(nodes: unknown): string[] {
  const names = (nodes as readonly Node[]).flatMap(({ type, value, options = {} }): string[] => [
    ...(type >= 1 && type <= 6 ? [String(value)] : []),
    ...Object.values(options).flatMap((option) => argumentsOf(option.value)),
  ]);
  return [...new Set(names)];
}

function ownDates(texts: ReadonlyMap<string, string>): OwnDates | undefined {
  const pattern = texts.get('datePattern');
  if (pattern === undefined) return undefined;
  return { pattern, months: Array.from({ length: 12 }, (_, month) => texts.get(`month.${month + 1}`) ?? '') };
}

/** Every date and moment among the texts of a JSON value, at any depth. */
export function datesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') {
    if (isDate(value)) found.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) datesIn(member, found);
  }
  return found;
}
