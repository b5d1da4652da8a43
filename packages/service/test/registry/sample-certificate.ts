import { randomBytes } from 'node:crypto';
import { formatCertificateId } from '@mohar/credential/credential/certificate-id.ts';
import { packContent } from '../../src/registry/content/certificate-content.ts';
import type { NewCertificate } from '../../src/registry/insert-rows.ts';
import { shardOf } from '../../src/registry/shard.ts';

let serial = 0;
/** A row that the registry would keep; its credential is none. */
export function certificate(beneficiary: string, change: Partial<NewCertificate> = {}): NewCertificate {
  serial += 1;
  const shard = shardOf(beneficiary);
  return {
    shard,
    certificateId: formatCertificateId(shard, randomBytes(9)),
    beneficiary,
    program: '',
    certificateType: 'domestic',
    disease: 'COVID-19',
    dose: 1,
    eventKey: Buffer.from(`${beneficiary}/1`.padEnd(32)),
    contentDigest: Buffer.alloc(32, 1),
    issuedAt: new Date(1_700_000_000_000 + serial),
    statusList: 0,
    statusIndex: serial,
    origin: { batch: 'B-1', facility: 'Facility', eventDate: '2026-01-31' },
    ...packContent({}, `{"n":${serial}}`),
    ...change,
  };
}
