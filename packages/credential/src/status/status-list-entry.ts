import type { JsonObject } from '../json.ts';

/** The `credentialStatus` of a certificate: its place in a list (Bitstring Status List 1.0, section 2.1). */
export const statusListEntry = (url: string, index: number): JsonObject => ({
  id: `${url}#${index}`,
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: String(index),
  statusListCredential: url,
});
