import type { ContextMap } from '../credential/contexts/bundled.ts';
import type { StatusSource } from '../status/status-source.ts';
import type { TrustList } from '../trust/trust-list.ts';

/** All that a verification knows of the world. */
export interface VerificationSetting {
  /** Whose signatures count. */
  readonly trust: TrustList;
  /** Time of checking, milliseconds since 1970. */
  readonly at: number;
  /** What is known of revocations; without any, status is not checked. */
  readonly status?: readonly StatusSource[];
  /**
   * Keys of issuers that are known but not trusted. Where trusted keys come without a `verificationMethod`, these
   * tell a stranger's certificate from a changed one.
   */
  readonly known?: TrustList;
  /** Contexts to read with, where more than the bundled ones are wanted. */
  readonly contexts?: ContextMap;
}
