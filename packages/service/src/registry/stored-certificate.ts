import type { JsonObject } from '@mohar/credential/json.ts';
import type { Selectable } from 'kysely';
import type { CertifiedEvent } from './certified-event.ts';
import { unpackContent } from './content/certificate-content.ts';
import type { CertificateState, CertificateTable } from './tables.ts';

/** A certificate as the registry keeps it. */
export interface StoredCertificate extends CertifiedEvent {
  readonly shard: number;
  readonly certificateId: string;
  readonly state: CertificateState;
  readonly supersededBy?: string;
  readonly issuedAt: Date;
  /** The validated event. */
  readonly event: JsonObject;
  /** UTF-8 bytes of the credential's JSON text, exactly as signed. */
  readonly credential: Buffer;
}

export const fromRow = (row: Selectable<CertificateTable>): StoredCertificate => ({
  shard: row.shard,
  certificateId: row.certificate_id,
  beneficiary: row.beneficiary,
  program: row.program,
  certificateType: row.certificate_type,
  disease: row.disease,
  dose: row.dose,
  state: row.state,
  ...(row.superseded_by === null ? {} : { supersededBy: row.superseded_by }),
  issuedAt: row.issued_at,
  ...unpackContent({ contentForm: row.content_form, content: row.content }),
});
