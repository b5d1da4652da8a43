import { w3cCredentialsV1Url } from '../../credential/contexts/bundled.ts';
import { divocContextUrl } from '../../credential/contexts/divoc.ts';
import { holderUri } from '../../credential/holder-uri.ts';
import type { Issuance, IssuerProfile } from '../../credential/issuer-profile.ts';
import { completedYears, parseCivilDate, parseFullCivilDate } from '../../event/civil-date.ts';
import type { VaccinationEvent } from '../../event/health-event.ts';
import type { JsonObject } from '../../json.ts';
import { divocAddress } from './address.ts';
import { bindContent } from './binding.ts';

/**
 * Builds the unsigned DIVOC vaccination credential (W3C VC 1.1): context v1 with an age for a domestic
 * event, context v2 with date of birth, ICD-11 code and prophylaxis for an international one. Carries the
 * binding digest.
 */
export function buildDivocVaccination(
  event: VaccinationEvent,
  issuance: Issuance,
  profile: IssuerProfile,
): JsonObject {
  const { recipient, vaccination, facility } = event;
  const international = event.form === 'international';
  const country = international ? profile.country.alpha3 : profile.country.alpha2;
  const codes = profile.vaccineCodes(vaccination.name);
  return bindContent({
    '@context': [w3cCredentialsV1Url, profile.contexts?.[event.form] ?? divocContextUrl[event.form]],
    type: ['VerifiableCredential', 'ProofOfVaccinationCredential'],
    credentialSubject: {
      type: 'Person',
      id: holderUri(recipient.identity, event.beneficiary, profile.identityPrefix),
      refId: event.beneficiary,
      ...(recipient.uhid ? { uhid: recipient.uhid } : {}),
      name: recipient.name,
      gender: recipient.gender ?? '',
      ...(international ? { dob: recipient.dob ?? '' } : { age: ageText(event) }),
      nationality: recipient.nationality ?? '',
      address: divocAddress(recipient.address, country),
    },
    issuer: profile.issuer,
    issuanceDate: issuance.issuedAt,
    evidence: [
      {
        id: profile.vaccinationBaseUrl + issuance.certificateId,
        feedbackUrl: profile.feedbackBaseUrl + issuance.certificateId,
        infoUrl: profile.infoBaseUrl + issuance.certificateId,
        certificateId: issuance.certificateId,
        type: ['Vaccination'],
        batch: vaccination.batch ?? '',
        vaccine: vaccination.name,
        manufacturer: vaccination.manufacturer,
        date: vaccination.date,
        ...(international ? { icd11Code: codes.icd11Code, prophylaxis: codes.prophylaxis } : {}),
        effectiveStart: vaccination.effectiveStart,
        effectiveUntil: vaccination.effectiveUntil,
        dose: vaccination.dose,
        totalDoses: vaccination.totalDoses,
        verifier: { name: event.vaccinator?.name ?? '' },
        facility: { name: facility.name, address: divocAddress(facility.address, country) },
      },
    ],
    nonTransferable: 'true',
  });
}

/** The age as given, else the completed years at vaccination; empty where a partial birth date leaves it open. */
function ageText({ recipient, vaccination }: VaccinationEvent): string {
  if (recipient.age !== undefined) return recipient.age;
  const birth = parseCivilDate(recipient.dob ?? '');
  const on = parseFullCivilDate(vaccination.civilDate);
  const years = birth && on && completedYears(birth, on);
  return years === undefined ? '' : String(years);
}
