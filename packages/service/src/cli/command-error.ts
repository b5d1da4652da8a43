/** A command cannot do what was asked: the message says why and what would be right. */
export class CommandError extends Error {
  readonly code = 'COMMAND';
}
