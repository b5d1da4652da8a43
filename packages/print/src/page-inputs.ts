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
  const { content, attachment, issuedAt, known = {} } = job;
  const languages = job.languages.map(lexicon);
  const byLanguage = <Value>(value: (words: ReturnType<Lexicon>) => Value) =>
    Object.fromEntries(languages.map((words) => [words.language.tag, value(words)]));
  const dates = [...datesIn(content)].map((date) => [date, byLanguage((words) => words.date(date))]);
  return {
    content: JSON.stringify(content),
    languages: JSON.stringify(languages.map(({ language }) => language)),
    words: JSON.stringify(byLanguage((words) => words.textsFor(known))),
    dates: JSON.stringify(Object.fromEntries(dates)),
    qr: job.qr.svg,
    paper: job.paper ?? 'a4',
    attachment: Buffer.from(attachment.bytes).toString('utf8'),
    attachmentName: attachment.name,
    attachmentType: attachment.mediaType,
    attachmentDescription: attachment.description,
    issuedAt,
  };
}
