import { buildFhirDocument } from '@mohar/credential/formats/who-ddcc/fhir-document.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import type { CountryPack } from '../country/pack.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import { recordOf } from './record-of.ts';

/**
 * A certificate as FHIR R4 document, by the WHO's DDCC guide.
 *
 * @throws NotExpressibleError.
 */
export const fhirDocumentOf = (certificate: StoredCertificate, pack: CountryPack): JsonObject =>
  buildFhirDocument(recordOf(certificate, pack, 'fhir'), { issuer: pack.issuer.id });
