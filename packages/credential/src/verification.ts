/**
 * The face of the verification SDK, `@mohar/credential/verification`: what a verifier needs, and nothing of an
 * issuer. See README.md. Inside of this repository, import the defining files.
 */
export {
  CodeNotLoadedError,
  type CredentialError,
  MalformedListError,
  UntrustedListError,
} from './errors.ts';
export type { JsonObject, JsonValue } from './json.ts';
export { openStatusList } from './status/bitstring-status-list.ts';
export { openCardRevocationList } from './status/card-revocation-list.ts';
export {
  type CardRevocationsHead,
  openCardList,
  readCardRevocations,
} from './status/published-card-revocations.ts';
export { openStatusFilter } from './status/published-filter.ts';
export {
  openRevocationList,
  type RevocationList,
  type RevocationListHead,
  readRevocationList,
} from './status/revocation-list.ts';
export type {
  Revocation,
  RevocationReason,
  StatusFinding,
  StatusQuery,
  StatusSource,
} from './status/status-source.ts';
export { readCardKeySet } from './trust/card-key-set.ts';
export { knownIssuers } from './trust/known-issuers.ts';
export {
  readDocumentTrustList,
  readTrustList,
  type SignedTrustList,
  type TrustedIssuer,
} from './trust/signed-trust-list.ts';
export type { DocumentUse, TrustedKey, TrustList } from './trust/trust-list.ts';
export type { CheckCode, CheckName, CheckOutcome } from './verification/check-codes.ts';
export { type Explanation, explain, type Words } from './verification/explain.ts';
export { formatNames } from './verification/format-names.ts';
export type { VerificationSetting } from './verification/setting.ts';
export { type CertificateSummary, type Stage, summarize } from './verification/summarize.ts';
export type {
  CertificateFormat,
  Check,
  StatusAnswer,
  Verdict,
  Verification,
} from './verification/verdict.ts';
export { verify } from './verification/verify.ts';
