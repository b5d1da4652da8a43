import type { Address } from '../../event/health-event.ts';
import type { JsonObject } from '../../json.ts';

/** An address in DIVOC's credential: every member is there, empty where it was not given. */
export const divocAddress = (address: Address | undefined, defaultCountry: string): JsonObject => ({
  streetAddress: address?.addressLine1 ?? '',
  streetAddress2: address?.addressLine2 ?? '',
  district: address?.district ?? '',
  city: address?.city ?? '',
  addressRegion: address?.state ?? '',
  addressCountry: address?.country || defaultCountry,
  postalCode: address?.pincode ?? '',
});
