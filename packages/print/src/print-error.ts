/** `renderer`: the process that prints cannot be started, whatever the template. */
export type PrintErrorCode = 'template' | 'timeout' | 'busy' | 'renderer';

/** What is wrong at one place of a template. */
export interface TemplateFault {
  /** Below the pack's folder; absent where no place can be told. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  readonly message: string;
}

/** A certificate could not be printed. The message is for operators; it names the template, and quotes no data. */
export class PrintError extends Error {
  readonly code: PrintErrorCode;
  readonly faults: readonly TemplateFault[];
  constructor(code: PrintErrorCode, message: string, faults: readonly TemplateFault[] = [{ message }]) {
    super(message);
    this.name = 'PrintError';
    this.code = code;
    this.faults = faults;
  }
}
