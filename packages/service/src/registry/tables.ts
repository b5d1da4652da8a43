import type { JsonObject } from '@mohar/credential/json.ts';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

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
  event: ColumnType<JsonObject, string, string>;
  credential: Buffer;
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

/** The tables of the database, for Kysely. */
export interface Tables {
  certificate: CertificateTable;
  audit_entry: AuditEntryTable;
  api_key: ApiKeyTable;
  installation: InstallationTable;
}
