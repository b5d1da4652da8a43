/**
 * Writes docs/countries/languages.md: which languages certificates can be printed in, and whether a native reader has
 * reviewed the words. With --check, fails where the page is not current.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMessageFile } from '@mohar/print/language/message-file.ts';
import { printedLanguage } from '@mohar/print/language/printed-language.ts';
import { keepCurrent } from './keep-current.ts';

const countries = join(import.meta.dirname, '..', 'countries');

interface Row {
  readonly tag: string;
  readonly pack: string;
  readonly messages: number;
  readonly review: string;
}

const rows: Row[] = readdirSync(countries)
  .filter((pack) => existsSync(join(countries, pack, 'messages')))
  .flatMap((pack) =>
    readdirSync(join(countries, pack, 'messages'))
      .filter((file) => file.endsWith('.po'))
      .map((file) => {
        const path = join(countries, pack, 'messages', file);
        const { messages, nativeReview } = readMessageFile(readFileSync(path), path);
        return { tag: file.slice(0, -3), pack, messages: messages.size, review: nativeReview ?? 'no' };
      }),
  );

const english = new Intl.DisplayNames('en', { type: 'language' });
const nameOf = (tag: string) => english.of(tag) ?? tag;
const ownNameOf = (tag: string) =>
  new Intl.DisplayNames(tag, { type: 'language', fallback: 'none' }).of(tag) ?? '';
const table = (shown: readonly Row[]) =>
  shown.map(({ tag, messages, review }) => {
    const { dir, font } = printedLanguage(tag, 'ZZ');
    const side = dir === 'rtl' ? 'right to left' : '';
    return `| \`${tag}\` | ${nameOf(tag)} | ${ownNameOf(tag)} | ${font ?? 'Noto Sans'} | ${side} | ${messages} | ${review} |`;
  });
const head = [
  '| Tag | Language | Itself | Font | | Messages | Reviewed by a native reader |',
  '|---|---|---|---|---|---|---|',
];
const byName = (one: Row, other: Row) => nameOf(one.tag).localeCompare(nameOf(other.tag), 'en');
const base = rows.filter(({ pack }) => pack === 'default').sort(byName);
const unreviewed = base.filter(({ review }) => review === 'no');
const packs = [...new Set(rows.map(({ pack }) => pack))].filter((pack) => pack !== 'default').sort();

const page = [
  '# Languages of certificates',
  '',
  'Written by `npm run languages` from the headers of the message files; how to translate is in',
  '[messages.md](messages.md).',
  '',
  `Certificates can be printed in ${base.length} languages. **${unreviewed.length} of them have not been reviewed by a native reader**:`,
  'before a country gives out certificates in one of those, somebody who reads it every day should read all of its',
  'messages, and a printed certificate of each kind, and put name and date into the header `X-Native-Review`.',
  '',
  ...head,
  ...table(base),
  '',
  '## Words of countries’ own',
  '',
  'Where a country says it otherwise, its pack has its own words; they count before those above.',
  ...packs.flatMap((pack) => [
    '',
    `### ${pack}`,
    '',
    ...head,
    ...table(rows.filter((row) => row.pack === pack).sort(byName)),
  ]),
  '',
].join('\n');

keepCurrent('docs/countries/languages.md', page, 'languages');
