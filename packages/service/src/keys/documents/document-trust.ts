import type { DocumentUse, TrustedKey, TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { CountryPack } from '../../country/pack.ts';
import { methodOf, nameOf } from '../../issuing/issuer.ts';
import type { DocumentKey } from '../../registry/document-keys.ts';
import { takeoverGrace } from '../../registry/signing-keys.ts';
import { documentKeyId } from './document-signer.ts';

/** What verifiers need to know of the document keys of a registry: of all that ever signed, or will. */
export const documentTrust = (keys: readonly DocumentKey[], pack: CountryPack): TrustList =>
  keys.flatMap((key) => {
    const document = documentUseOf(key, pack);
    if (!document || key.validFrom === undefined) return [];
    const until = countsUntil(key);
    const entry: TrustedKey = {
      issuer: pack.issuer.did,
      issuerName: nameOf(pack),
      verificationMethod: methodOf(pack, key.id),
      publicKey: key.publicKey,
      validFrom: key.validFrom.toISOString(),
      ...(until ? { validUntil: until.toISOString() } : {}),
      ...(key.compromisedSince ? { compromisedSince: key.compromisedSince.toISOString() } : {}),
      document,
    };
    return [entry];
  });

function documentUseOf(key: DocumentKey, { country, exports }: CountryPack): DocumentUse | undefined {
  const keyId = documentKeyId(key);
  switch (key.use) {
    case 'hcert':
      return {
        format: 'hcert',
        keyId,
        ...(key.events.length > 0 ? { events: key.events } : {}),
        country: country.alpha2,
        ...(key.validUntil ? { notAfter: key.validUntil.toISOString() } : {}),
      };
    case 'shc': {
      const iss = exports['smart-health-card']?.iss;
      return iss === undefined ? undefined : { format: 'shc', keyId, iss };
    }
    case 'vds-nc':
      // The signer's, not its authority's: what it signed can stop to count without the other signers.
      return key.certificate && { format: 'vds-nc', certificate: key.certificate.toString('base64') };
  }
}

/**
 * When what a key signs stops to count, by the time of signing. Seals of ICAO do not tell that time: they count as long
 * as their certificate.
 */
function countsUntil({ use, signsUntil, validUntil, retiredAt }: DocumentKey): Date | undefined {
  if (use === 'vds-nc') return validUntil;
  const ends = [signsUntil, retiredAt].filter((end) => end !== undefined).map(Number);
  return ends.length === 0 ? undefined : new Date(Math.min(...ends) + takeoverGrace);
}
