/** Whether border guards everywhere can read a text: it has Latin letters, and letters of no other script. */
export const isLatin = (text: string): boolean =>
  /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]+$/u.test(text) && /\p{Script=Latin}/u.test(text);

/** The first characters of a text, none of them cut in half. */
export const cut = (text: string, maxLength: number): string =>
  [...text].slice(0, maxLength).join('').trimEnd();
