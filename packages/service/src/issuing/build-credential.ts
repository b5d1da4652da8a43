import { w3cCredentialsV1Url, w3cCredentialsV2Url } from '@mohar/credential/credential/contexts/bundled.ts';
import type { Issuance } from '@mohar/credential/credential/issuer-profile.ts';
import { buildDivocTest } from '@mohar/credential/formats/divoc/build-test.ts';
import { buildDivocVaccination } from '@mohar/credential/formats/divoc/build-vaccination.ts';
import { buildVc2 } from '@mohar/credential/formats/w3c-vc2/build.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import { statusListEntry } from '@mohar/credential/status/status-list-entry.ts';
import type { CertifiableEvent, EntityEvent } from './certifiable-event.ts';
import type { Issuer } from './issuer.ts';

/** Builds the unsigned credential of an event, in the data model of the issuer's suite. */
export function buildCredential(event: CertifiableEvent, issuance: Issuance, issuer: Issuer): JsonObject {
  if (event.kind === 'entity') return buildEntityCredential(event, issuance, issuer);
  if (issuer.suite.dataModel === 'VC 2.0') return buildVc2(event, issuance, issuer.profile);
  return event.kind === 'test'
    ? buildDivocTest(event, issuance, issuer.profile)
    : buildDivocVaccination(event, issuance, issuer.profile);
}

function buildEntityCredential(
  event: EntityEvent,
  issuance: Issuance,
  { pack, profile, suite }: Issuer,
): JsonObject {
  const type = pack.entityTypes.get(event.entityType);
  if (!type) throw new Error(`The country pack has no entity type ${event.entityType}.`);
  const vc2 = suite.dataModel === 'VC 2.0';
  return {
    '@context': [vc2 ? w3cCredentialsV2Url : w3cCredentialsV1Url, type.contextUrl],
    type: ['VerifiableCredential', type.credentialType],
    issuer: profile.issuer,
    ...(vc2 ? { validFrom: issuance.issuedAt } : { issuanceDate: issuance.issuedAt }),
    certificateId: issuance.certificateId,
    ...(vc2 && issuance.status
      ? {
          credentialStatus: statusListEntry(
            profile.statusBaseUrl + issuance.status.list,
            issuance.status.index,
          ),
        }
      : {}),
    credentialSubject: {
      type: type.subjectType,
      id: `${type.holderBaseUri}:${encodeURIComponent(event.beneficiary)}`,
      ...event.subject,
    },
  };
}
