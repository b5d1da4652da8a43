import { diseaseNamed } from '@mohar/credential/codes/diseases.ts';
import { loincMethodOf } from '@mohar/credential/codes/test-types.ts';
import type { HealthEvent, TestEvent } from '@mohar/credential/event/health-event.ts';
import { deviceNamed } from '@mohar/credential/formats/eu-dcc/test-device.ts';
import type { ExportRecord, TestCodes } from '@mohar/credential/formats/export-record.ts';
import { NotExpressibleError } from '@mohar/credential/formats/not-expressible-error.ts';
import type { CountryPack } from '../country/pack.ts';
import { rowNamed } from '../country/row-named.ts';
import { vaccineNamed } from '../country/vaccine-named.ts';
import type { CertifiableEvent } from '../issuing/certifiable-event.ts';
import { nameOf } from '../issuing/issuer.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';

/**
 * A certificate of the registry as a record for other countries' formats, with the codes that the pack's catalogue and
 * the lists of diseases have for it.
 *
 * @throws NotExpressibleError for an entity's certificate, and for a disease without codes.
 */
export function recordOf(certificate: StoredCertificate, pack: CountryPack, format: string): ExportRecord {
  const event = certificate.event as unknown as CertifiableEvent;
  if (event.kind === 'entity') {
    throw new NotExpressibleError(format, [
      { pointer: '', rule: 'event-kind', message: 'must be a vaccination or a test' },
    ]);
  }
  const disease = diseaseNamed(certificate.disease);
  if (!disease) {
    const pointer = event.kind === 'test' ? '/testDetails/disease' : '/vaccination/name';
    throw new NotExpressibleError(format, [
      { pointer, rule: 'disease-code', message: 'must be of a disease that has codes here' },
    ]);
  }
  return {
    certificateId: certificate.certificateId,
    issuedAt: certificate.issuedAt.toISOString(),
    event,
    country: pack.country,
    issuerName: nameOf(pack),
    disease,
    ...codesOf(event, pack),
  };
}

function codesOf(event: HealthEvent, pack: CountryPack): Pick<ExportRecord, 'vaccine' | 'test'> {
  if (event.kind === 'test') return { test: testCodes(event, pack) };
  const vaccine = vaccineNamed(pack, event.vaccination.name);
  return vaccine ? { vaccine } : {};
}

function testCodes({ testDetails }: TestEvent, { testDevices }: CountryPack): TestCodes {
  const { testType, testName = '', manufacturer = '' } = testDetails;
  const loincMethod = loincMethodOf(testType);
  const euDevice = rowNamed(testDevices, `${manufacturer} ${testName}`)?.eu ?? deviceNamed(testDetails);
  return { ...(loincMethod ? { loincMethod } : {}), ...(euDevice === undefined ? {} : { euDevice }) };
}
