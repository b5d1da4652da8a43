export type PrintErrorCode = 'template' | 'timeout' | 'busy';

/** A certificate could not be printed. The message is for operators; it names the template, and quotes no data. */
export class PrintError extends Error {
  readonly code: PrintErrorCode;
  constructor(code: PrintErrorCode, message: string) {
    super(message);
    this.name = 'PrintError';
    this.code = code;
  }
}
