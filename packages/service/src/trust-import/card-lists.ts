import { MalformedListError } from '@mohar/credential/errors.ts';
import { isCardIssuer } from '@mohar/credential/formats/smart-health-card/card-issuer.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import { readCardRevocationList } from '@mohar/credential/status/card-revocation-list.ts';
import { packRids } from '@mohar/credential/status/packed-rids.ts';
import { packedRidsName } from '@mohar/credential/status/published-card-revocations.ts';
import type { DocumentUse, TrustedKey } from '@mohar/credential/trust/trust-list.ts';
import type { CardList } from '../registry/card-lists.ts';
import { type ImportedRevocations, type Rejection, UnfitEntryError } from './imported-list.ts';

/** A card revocation list as it was found. */
export interface ListedCardList {
  readonly iss: string;
  readonly list: JsonObject;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
}

/**
 * Reads card revocation lists ("Revocation" of the SMART Health Cards specification). Of several for one key, the one of the
 * highest version counts.
 *
 * @param keys that were found beside them: a list of an issuer whose keys are among them must be of one of these.
 */
export function importCardLists(
  listed: readonly ListedCardList[],
  keys: readonly TrustedKey[],
): { readonly revocations: ImportedRevocations; readonly rejected: readonly Rejection[] } {
  const cardKeys = keys.flatMap(({ document }) => (document?.format === 'shc' ? [document] : []));
  const found = new Map<string, CardList>();
  const rejected: Rejection[] = [];
  for (const one of listed) {
    try {
      const list = cardListOf(one, cardKeys);
      const held = found.get(nameOf(list.iss, list.kid));
      if (!held || held.version < list.version) found.set(nameOf(list.iss, list.kid), list);
    } catch (error) {
      if (!(error instanceof UnfitEntryError)) throw error;
      rejected.push({ what: nameOf(one.iss, String(one.list.kid)), why: error.message });
    }
  }
  const missing = cardKeys.flatMap(({ iss, keyId, crlVersion }) => {
    const version = found.get(nameOf(iss, keyId))?.version ?? -1;
    return crlVersion === undefined || version >= crlVersion ? [] : [nameOf(iss, keyId)];
  });
  return { revocations: { lists: [...found.values()], missing: [...new Set(missing)] }, rejected };
}

/** Where the list of a key is. */
const nameOf = (iss: string, kid: string): string => `${iss}/.well-known/crl/${kid}.json`;

function cardListOf(
  { iss, list, fetchedAt }: ListedCardList,
  keys: readonly Extract<DocumentUse, { format: 'shc' }>[],
): CardList {
  if (!isCardIssuer(iss)) throw new UnfitEntryError('its iss is not an https URL without a slash at its end');
  const { kid, version, revokedBefore } = read(list);
  const own = keys.filter((key) => key.iss === iss);
  if (own.length > 0 && !own.some(({ keyId }) => keyId === kid))
    throw new UnfitEntryError('none of its issuer’s keys has its kid');
  const packed = packRids(revokedBefore);
  return { iss, kid, version, checkedAt: new Date(fetchedAt), sha256: packedRidsName(packed), packed };
}

function read(list: JsonObject) {
  try {
    return readCardRevocationList(list);
  } catch (error) {
    if (error instanceof MalformedListError)
      throw new UnfitEntryError(`it is no card revocation list: ${error.message}`);
    throw error;
  }
}
