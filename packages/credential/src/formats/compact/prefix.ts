/** What a compact certificate begins with: the digit is the version of the term table. */
export const compactPrefix = 'MH1:';

const anyVersion = /^MH\d+:/;

/** Whether a text claims to be a compact certificate, of whatever version. */
export const isCompact = (text: string): boolean => anyVersion.test(text);
