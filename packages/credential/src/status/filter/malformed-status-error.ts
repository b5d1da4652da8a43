import { CredentialError } from '../../errors.ts';

/** Bytes are not a status filter or a delta as docs/verifiers/status-filter.md has them. */
export class MalformedStatusError extends CredentialError {
  readonly code = 'MALFORMED_STATUS';
}
