/** Why a file gave no certificate. */
export type FileFault = 'no-code' | 'unclear-code' | 'not-readable' | 'locked';

/** A file gave no certificate. */
export class FileError extends Error {
  readonly code = 'FILE';
  readonly fault: FileFault;
  constructor(fault: FileFault) {
    super(`No certificate in the file: ${fault}.`);
    this.fault = fault;
  }
}
