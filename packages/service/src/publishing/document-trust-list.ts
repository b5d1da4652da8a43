import type { IssuerPublicKey, TrustedIssuer } from '@mohar/credential/trust/signed-trust-list.ts';
import { issuerOf, type TrustList } from '@mohar/credential/trust/trust-list.ts';
import { withoutListVersion } from '../registry/trusted-sources.ts';

/** Imported keys of other issuers, as the signed list for verifiers has them: by issuer, in the order of their ids. */
export function documentIssuers(imported: TrustList): readonly TrustedIssuer[] {
  const issuers = new Map<string, { name: string; keys: IssuerPublicKey[] }>();
  for (const entry of imported.map(withoutListVersion)) {
    const { verificationMethod = issuerOf(entry), publicKey, issuerName, issuer: _, ...key } = entry;
    const listed = issuers.get(issuerOf(entry)) ?? { name: issuerName, keys: [] };
    issuers.set(issuerOf(entry), listed);
    listed.keys.push({ verificationMethod, publicKey: String(publicKey), ...key });
  }
  return [...issuers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { name, keys }]) => ({ id, name: { en: name }, keys }));
}
