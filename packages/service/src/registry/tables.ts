import type { Generated, GeneratedAlways } from 'kysely';

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

/** The tables of the database, for Kysely. */
export interface Tables {
  certificate: CertificateTable;
  audit_entry: AuditEntryTable;
  api_key: ApiKeyTable;
  installation: InstallationTable;
  bulk_upload: BulkUploadTable;
  bulk_job: BulkJobTable;
  bulk_error: BulkErrorTable;
}
