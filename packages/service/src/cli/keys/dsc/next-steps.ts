import type { CountryPack } from '../../../country/pack.ts';
import { whyForTryingOut } from '../../../keys/documents/trial-key.ts';
import type { DocumentKey } from '../../../registry/document-keys.ts';

/** What there is to know of a key that was made for trying out, a line; nothing of others. */
export const trialNote = (key: DocumentKey): string =>
  key.development ? `It is for trying out, and production does not use it: ${whyForTryingOut(key)}\n` : '';

/** What is to be done about a new key, that others can read what it signs. */
export function nextSteps(key: DocumentKey, pack: CountryPack, now: Date): string {
  const note = trialNote(key);
  return `${note}The trust list names it with the next publication. ${note === '' ? forOthers(key, pack, now) : ''}`.trimEnd();
}

function forOthers({ use, validFrom }: DocumentKey, { exports }: CountryPack, now: Date): string {
  switch (use) {
    case 'hcert':
      return validFrom && validFrom > now
        ? 'Other countries need its certificate before it signs: mohar keys dsc package.'
        : 'It signs already, and other countries read what it signs once their gateways have its certificate: mohar keys dsc package. Next time make it some days before: --at 2027-02-01T00:00:00Z.';
    case 'vds-nc':
      return 'Its certificate is in every seal: other countries need that of the authority (CSCA) alone, from ICAO’s PKD or from you.';
    case 'shc': {
      const iss = exports['smart-health-card']?.iss;
      return iss === undefined
        ? 'The country pack gives out no SMART Health Cards (exports.smart-health-card): nothing signs with it.'
        : `Readers find it at ${iss}/.well-known/jwks.json within seconds.`;
    }
  }
}
