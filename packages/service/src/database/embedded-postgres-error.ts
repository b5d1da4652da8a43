export type EmbeddedPostgresErrorCode =
  | 'NO_BINARIES'
  | 'NO_USER'
  | 'RIGHTS'
  | 'OTHER_VERSION'
  | 'IN_USE'
  | 'DISK_FULL'
  | 'START_FAILED';

/** The embedded PostgreSQL cannot run: says why and what would be right. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode;
  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}
