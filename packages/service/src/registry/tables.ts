import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import type { RevocationReason } from '@mohar/credential/status/status-source.ts';
import type { TrustedKey } from '@mohar/credential/trust/trust-list.ts';
import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { ChosenReason, RevocationQuery } from './revocation/revocation-query.ts';

/** The states of a certificate's life (docs/lifecycle.md); the database's `certificate_life_cycle` guards them. */
export type CertificateState = 'issued' | 'superseded' | 'revoked';

export interface CertificateTable {
  shard: number;
  certificate_id: string;
  beneficiary: string;
  program: string;
  certificate_type: string;
  disease: string;
  dose: number;
  event_key: Buffer;
  content_digest: Buffer;
  state: Generated<CertificateState>;
  state_at: Date | null;
  state_reason: string | null;
  superseded_by: string | null;
  issued_at: Date;
  status_list: number;
  status_index: number;
  content_form: number;
  content: Buffer;
  batch: string | null;
  facility: string | null;
  event_date: string | null;
}

export interface RevocationTable {
  shard: number;
  certificate_id: string;
  revoked_at: Date;
  reason: RevocationReason;
  note: Generated<string>;
  status_list: number;
  status_index: number;
  place: string | null;
}

export interface StatusPublicationTable {
  serial: GeneratedAlways<string>;
  published_at: Date;
  entries: string;
}

export interface RevocationPartTable {
  first: string;
  sha256: string;
}

export interface PublishedFileTable {
  name: string;
  serial: string;
  entries: string;
  published_at: Date;
  digest: string;
  content: Buffer;
}

export interface RevocationJobTable {
  id: GeneratedAlways<string>;
  caller: string;
  query: JSONColumnType<RevocationQuery>;
  reason: ChosenReason;
  note: string;
  counted_at: Date;
  counted: number;
  confirmed_at: Date | null;
  confirmed_by: string | null;
  gathered: number | null;
  done: Generated<number>;
  revoked: Generated<number>;
  finished_at: Date | null;
}

export interface RevocationTargetTable {
  job_id: string;
  n: number;
  shard: number;
  certificate_id: string;
}

export type AuditAction = 'issue' | 'correct' | 'revoke' | 'fetch';

export interface AuditEntryTable {
  id: GeneratedAlways<string>;
  at: Generated<Date>;
  action: AuditAction;
  shard: number;
  certificate_id: string;
  caller: string;
  detail: Generated<string>;
}

export interface ApiKeyTable {
  id: string;
  secret_hash: Buffer;
  name: string;
  roles: string[];
  created_at: Generated<Date>;
  revoked_at: Date | null;
}

/** The states of a key's life (docs/operators/keys.md). */
export type SigningKeyState = 'created' | 'active' | 'retiring' | 'compromised';

/** Where the private half of a key is kept. */
export type KeptIn = 'environment' | 'sealed' | 'development' | 'token';

export interface SigningKeyTable {
  id: string;
  algorithm: SignatureAlgorithm;
  verification_method: string;
  public_key: string;
  state: SigningKeyState;
  kept: KeptIn;
  private_key: Buffer | null;
  created_at: Date;
  takes_over_at: Date | null;
  active_since: Date | null;
  valid_from: Date | null;
  valid_until: Date | null;
  compromised_since: Date | null;
}

/** What a document key signs: EU and WHO certificates, ICAO's seals, SMART Health Cards. */
export type DocumentKeyUse = 'hcert' | 'vds-nc' | 'shc';

/** Kinds of events that a document key may be limited to. */
export type DocumentEvent = 'vaccination' | 'test' | 'recovery';

/** How the private half of a document key is kept. */
export type KeptDocumentKey = 'sealed' | 'token' | 'plain';

export interface DocumentKeyTable {
  id: string;
  use: DocumentKeyUse;
  state: 'requested' | 'active' | 'retired';
  algorithm: 'ES256';
  public_key: string;
  certificate: Buffer | null;
  authority: Buffer | null;
  events: DocumentEvent[];
  development: boolean;
  kept: KeptDocumentKey;
  private_key: Buffer | null;
  created_at: Date;
  valid_from: Date | null;
  valid_until: Date | null;
  signs_until: Date | null;
  retired_at: Date | null;
  compromised_since: Date | null;
}

export interface ShcCardTable {
  shard: number;
  certificate_id: string;
  kid: string;
  issued_at: Date;
}

/** Kinds of published lists of other issuers' keys. */
export const trustedSourceKinds = ['eu', 'gdhcn', 'shc', 'pem'] as const;
export type TrustedSourceKind = (typeof trustedSourceKinds)[number];

export interface TrustedSourceTable {
  name: string;
  kind: TrustedSourceKind;
  imported_at: Date;
  key_count: number;
  list_count: Generated<number>;
  keys_digest: Generated<string>;
  keys: JSONColumnType<TrustedKey[]>;
}

export interface TrustedCardListTable {
  source: string;
  iss: string;
  kid: string;
  version: string;
  checked_at: Date;
  sha256: string;
}

export interface PackedRidsTable {
  sha256: string;
  packed: Buffer;
  kept_until: Generated<Date>;
}

export interface InstallationTable {
  id: Generated<boolean>;
  status_secret: Buffer;
}

export type BulkKind = 'vaccination' | 'test';

export interface BulkUploadTable {
  id: GeneratedAlways<string>;
  kind: BulkKind;
  file_name: string;
  file_digest: Buffer;
  caller: string;
  columns: string[];
  total_rows: number;
  received_at: Generated<Date>;
  finished_at: Date | null;
}

export interface BulkJobTable {
  upload_id: string;
  n: number;
  first_row: number;
  row_count: number;
  content: Buffer | null;
  issued: Generated<number>;
  duplicate: Generated<number>;
  failed: Generated<number>;
  done_at: Date | null;
}

export interface BulkErrorTable {
  upload_id: string;
  row_number: number;
  fields: string[];
  reason: string;
}

export interface DesignTable {
  digest: string;
  archive: Buffer;
  files: number;
}

export interface DesignUseTable {
  id: GeneratedAlways<string>;
  digest: string;
  template_interface: number;
  renderer: string;
  first_used_at: Date;
}

export interface TemplateDraftTable {
  name: string;
  digest: string;
  archive: Buffer;
  files: number;
  bytes: number;
  uploaded_at: Date;
  uploaded_by: string;
}

export interface TemplateAuditTable {
  id: GeneratedAlways<string>;
  at: Generated<Date>;
  action: 'upload' | 'remove';
  name: string;
  digest: string;
  caller: string;
}

/** The tables of the database, for Kysely. */
export interface Tables {
  certificate: CertificateTable;
  audit_entry: AuditEntryTable;
  api_key: ApiKeyTable;
  signing_key: SigningKeyTable;
  document_key: DocumentKeyTable;
  shc_card: ShcCardTable;
  trusted_source: TrustedSourceTable;
  trusted_card_list: TrustedCardListTable;
  packed_rids: PackedRidsTable;
  installation: InstallationTable;
  bulk_upload: BulkUploadTable;
  bulk_job: BulkJobTable;
  bulk_error: BulkErrorTable;
  revocation: RevocationTable;
  status_publication: StatusPublicationTable;
  revocation_part: RevocationPartTable;
  published_file: PublishedFileTable;
  revocation_job: RevocationJobTable;
  revocation_target: RevocationTargetTable;
  design: DesignTable;
  design_use: DesignUseTable;
  template_draft: TemplateDraftTable;
  template_audit: TemplateAuditTable;
}
