import { IntlMessageFormat } from 'intl-messageformat';
import { printedLanguage } from './printed-language.ts';
import { argumentsOf, MessageSyntaxError } from './words.ts';

/**
 * What a message asks for, by the names of its arguments.
 *
 * @param text ICU MessageFormat.
 * @param tag of its language, whose plurals it has.
 * @throws MessageSyntaxError where it cannot be read.
 */
export function askedIn(text: string, tag: string): string[] {
  try {
    const { locale } = printedLanguage(tag, 'ZZ');
    return argumentsOf(new IntlMessageFormat(text, [locale, 'en'], undefined, { ignoreTag: true }).getAst());
  } catch (error) {
    throw new MessageSyntaxError((error as Error).message);
  }
}
