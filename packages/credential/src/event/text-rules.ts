/**
 * Characters that a certificate must not carry: controls, bidirectional overrides and isolates (they make
 * printed text read otherwise than it is), lone surrogates, noncharacters, and the private-use area, which
 * means something else on every device.
 */
const forbidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what this looks for
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]|\p{Cs}|\p{Co}|\p{Cn}/u;

/** Whether a text may stand in a certificate as it is. */
export const isPlainText = (text: string) => text.isWellFormed() && !forbidden.test(text);

/** Whether a text has at least one letter, of any script: what a person's name cannot do without. */
export const hasLetter = (text: string) => /\p{L}/u.test(text);
