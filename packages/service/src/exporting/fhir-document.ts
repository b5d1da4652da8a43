import { buildFhirDocument } from '@mohar/credential/formats/who-ddcc/fhir-document.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import type { CountryPack } from '../country/pack.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import { FormatNotOfferedError } from './export-document.ts';
import { type HolderDetails, renamed } from './holder-details.ts';
import { recordOf } from './record-of.ts';

/**
 * A certificate as FHIR R4 document, by the WHO's DDCC guide. Nothing of it is signed, and any dose may have one.
 *
 * @param holder the name, where the record's own does not do.
 * @throws FormatNotOfferedError, NotExpressibleError.
 */
export function fhirDocumentOf(
  certificate: StoredCertificate,
  holder: HolderDetails,
  pack: CountryPack,
): JsonObject {
  if (!pack.exports['who-ddcc']) throw new FormatNotOfferedError();
  return buildFhirDocument(renamed(recordOf(certificate, pack, 'a FHIR document'), holder), {
    issuer: pack.issuer.id,
  });
}
