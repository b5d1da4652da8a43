/** The words of a text in lower case, without what is between them: to compare names that people wrote. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** A name without what does not count in it, case, spaces and punctuation; empty for one of punctuation alone. */
export const bareName = (name: string): string => wordsOf(name).join('');
