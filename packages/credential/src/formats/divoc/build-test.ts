import { w3cCredentialsV1Url } from '../../credential/contexts/bundled.ts';
import { divocContextUrl } from '../../credential/contexts/divoc.ts';
import { holderUri } from '../../credential/holder-uri.ts';
import type { Issuance, IssuerProfile } from '../../credential/issuer-profile.ts';
import type { TestEvent } from '../../event/health-event.ts';
import type { JsonObject } from '../../json.ts';
import { divocAddress } from './address.ts';
import { bindContent } from './binding.ts';

/** Builds the unsigned DIVOC test certificate (W3C VC 1.1, context testCertificate v1), with its binding digest. */
export function buildDivocTest(event: TestEvent, issuance: Issuance, profile: IssuerProfile): JsonObject {
  const { recipient, testDetails, facility } = event;
  return bindContent({
    '@context': [w3cCredentialsV1Url, profile.contexts?.test ?? divocContextUrl.test],
    type: ['VerifiableCredential', 'ProofOfTestCertificateCredential'],
    credentialSubject: {
      type: 'Person',
      id: holderUri(recipient.identity, event.beneficiary, profile.identityPrefix),
      refId: event.beneficiary,
      name: recipient.name,
      gender: recipient.gender ?? '',
      dob: recipient.dob ?? '',
      nationality: recipient.nationality ?? '',
      address: divocAddress(recipient.address, profile.country.alpha2),
    },
    issuer: profile.issuer,
    issuanceDate: issuance.issuedAt,
    evidence: [
      {
        id: profile.testBaseUrl + issuance.certificateId,
        feedbackUrl: profile.feedbackBaseUrl + issuance.certificateId,
        infoUrl: profile.infoBaseUrl + issuance.certificateId,
        certificateId: issuance.certificateId,
        type: ['TestDetails'],
        batch: testDetails.batch ?? '',
        testName: testDetails.testName ?? '',
        testType: testDetails.testType,
        manufacturer: testDetails.manufacturer ?? '',
        disease: testDetails.disease,
        sampleOrigin: testDetails.sampleOrigin ?? '',
        sampleCollectionTimestamp: testDetails.sampleCollectionTimestamp,
        resultTimestamp: testDetails.resultTimestamp,
        result: testDetails.result,
        verifier: { name: event.verifier?.name ?? '' },
        facility: { name: facility.name, address: divocAddress(facility.address, profile.country.alpha3) },
      },
    ],
    nonTransferable: 'true',
  });
}
