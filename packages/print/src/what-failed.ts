/**
 * What the compiler says of a template, without what it quotes: values of a certificate stand behind a colon, in quotation
 * marks or in brackets.
 */
export const withoutQuotations = (message: string): string =>
  message
    .replaceAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|\(.*\)/gs, '…')
    .replace(/: .*/s, '')
    .trim();
