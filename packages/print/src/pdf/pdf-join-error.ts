/** A PDF cannot be joined with others. The message is for operators: it names what is in the way, and quotes no data. */
export class PdfJoinError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PdfJoinError';
  }
}
