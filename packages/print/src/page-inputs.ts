import type { Lexicon } from './language/lexicon.ts';
import { datesIn } from './language/words.ts';
import type { PrintJob } from './print-job.ts';

/** What a template finds besides its design (template interface 1, docs/countries/templates.md). */
export interface PageInputs {
  /** By tag, in the folder `/words`: what a language says in every certificate. The same objects for every page. */
  readonly words: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** `sys.inputs`: what many pages have in common. */
  readonly common: Readonly<Record<string, string>>;
  /**
   * By name, in the folder `/certificate`: what is this page's alone. Everything that Typst has made of a template is made
   * again where `sys.inputs` is another; of these, what reads them.
   */
  readonly certificate: ReadonlyMap<string, Uint8Array>;
}

/**
 * What a template finds: everything that it shows, in words and dates that are finished, so that it only has to place them.
 *
 * @throws RangeError, MessageFileError, MessageSyntaxError of a language.
 */
export function pageInputs(job: PrintJob, lexicon: Lexicon): PageInputs {
  const { content, qr, attachment, issuedAt, known = {}, paper = 'a4', standard = 'a-3a' } = job;
  const languages = job.languages.map(lexicon);
  const byLanguage = <Value>(value: (words: ReturnType<Lexicon>) => Value) =>
    Object.fromEntries(languages.map((words) => [words.language.tag, value(words)]));
  const dates = [...datesIn(content)].map((date) => [date, byLanguage((words) => words.date(date))]);
  // PDF/A-2 has no place for files.
  const attached = standard === 'a-2a' ? undefined : attachment;
  return {
    words: new Map(languages.map(({ language, fixed }) => [language.tag, fixed])),
    common: { languages: JSON.stringify(languages.map(({ language }) => language)), paper },
    // Every file is written for every certificate: none shall find that of another.
    certificate: new Map([
      ['content.json', asJson(content)],
      ['words.json', asJson(byLanguage((words) => words.textsFor(known)))],
      ['dates.json', asJson(Object.fromEntries(dates))],
      ['document.json', asJson({ issuedAt, attachment: attached ? named(attached) : null })],
      ['code.svg', Buffer.from(qr?.svg ?? '')],
      ['attachment', attached?.bytes ?? new Uint8Array()],
    ]),
  };
}

const named = ({ name, mediaType, description }: NonNullable<PrintJob['attachment']>) => ({
  name,
  mediaType,
  description,
});

const asJson = (value: unknown) => Buffer.from(JSON.stringify(value));
