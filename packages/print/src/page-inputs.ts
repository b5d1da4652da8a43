import type { Lexicon } from './language/lexicon.ts';
import { datesIn } from './language/words.ts';
import type { PrintJob } from './print-job.ts';

/**
 * What a template finds in `sys.inputs` (template interface 1, docs/countries/templates.md): everything that it shows, in
 * words and dates that are finished, so that it only has to place them.
 *
 * @throws RangeError, MessageFileError, MessageSyntaxError of a language.
 */
export function pageInputs(job: PrintJob, lexicon: Lexicon): Record<string, string> {
  const { content, qr, attachment, issuedAt, known = {}, paper = 'a4', standard = 'a-3a' } = job;
  const languages = job.languages.map(lexicon);
  const byLanguage = <Value>(value: (words: ReturnType<Lexicon>) => Value) =>
    Object.fromEntries(languages.map((words) => [words.language.tag, value(words)]));
  const dates = [...datesIn(content)].map((date) => [date, byLanguage((words) => words.date(date))]);
  return {
    content: JSON.stringify(content),
    languages: JSON.stringify(languages.map(({ language }) => language)),
    words: JSON.stringify(byLanguage((words) => words.textsFor(known))),
    dates: JSON.stringify(Object.fromEntries(dates)),
    ...(qr ? { qr: qr.svg } : {}),
    paper,
    // PDF/A-2 has no place for files.
    ...(attachment && standard !== 'a-2a' ? attached(attachment) : {}),
    issuedAt,
  };
}

const attached = ({ bytes, name, mediaType, description }: NonNullable<PrintJob['attachment']>) => ({
  attachment: Buffer.from(bytes).toString('utf8'),
  attachmentName: name,
  attachmentType: mediaType,
  attachmentDescription: description,
});
