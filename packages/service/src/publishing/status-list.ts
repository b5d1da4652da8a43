import type { JsonObject } from '@mohar/credential/json.ts';
import { type Cryptosuite, cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { issueProof } from '@mohar/credential/proofs/issue-proof.ts';
import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import { buildStatusList, statusListLength } from '@mohar/credential/status/bitstring-status-list.ts';
import type { Kysely } from 'kysely';
import type { Issuer } from '../issuing/issuer.ts';
import type { StatusPublication } from '../registry/publication/publish-revocations.ts';
import { positionsDrawn, revokedIndexes } from '../registry/publication/revocation-entries.ts';
import type { Tables } from '../registry/tables.ts';
import { instant, listLife } from './schedule.ts';

/** A status list is a credential of VC 2.0, whose suites know no RSA. */
const suites: Partial<Record<SignatureAlgorithm, Cryptosuite>> = {
  EdDSA: cryptosuites['eddsa-rdfc-2022'],
  ES256: cryptosuites['ecdsa-rdfc-2019'],
};

/** Whether this issuer's key can sign status lists. */
export const signsStatusLists = ({ signer }: Issuer): boolean => signer.algorithm in suites;

/**
 * The signed status list of a number, as of a publication (W3C Bitstring Status List 1.0).
 *
 * @returns undefined where no certificate stands in such a list, or the issuer's key cannot sign it.
 */
export async function statusListOf(
  db: Kysely<Tables>,
  { pack, signer, contexts }: Issuer,
  list: number,
  { publishedAt }: StatusPublication,
): Promise<JsonObject | undefined> {
  const suite = suites[signer.algorithm];
  if (!suite || list * statusListLength >= (await positionsDrawn(db))) return undefined;
  const unsigned = buildStatusList({
    url: pack.credential.statusBaseUrl + list,
    issuer: pack.issuer.did,
    validFrom: instant(publishedAt),
    validUntil: instant(publishedAt.getTime() + listLife),
    revoked: await revokedIndexes(db, list),
  });
  return issueProof(unsigned, suite, signer, instant(publishedAt), contexts);
}
