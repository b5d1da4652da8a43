import { MalformedListError } from '@mohar/credential/errors.ts';
import { isJsonObject, type JsonValue } from '@mohar/credential/json.ts';
import { readCardRevocationList } from '@mohar/credential/status/card-revocation-list.ts';
import { maxRids, packRids } from '@mohar/credential/status/packed-rids.ts';
import { packedRidsName } from '@mohar/credential/status/published-card-revocations.ts';
import type { DocumentUse, TrustedKey } from '@mohar/credential/trust/trust-list.ts';
import type { CardList } from '../registry/card-lists.ts';
import { type ImportedRevocations, type Rejection, readEach, UnfitEntryError } from './imported-list.ts';

/** A card revocation list as it was found. */
export interface ListedCardList {
  readonly iss: string;
  /** Where it stands among what was found of its issuer. */
  readonly where: string;
  readonly list: JsonValue;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
}

/**
 * Each is a file that devices fetch. Issuers have a key for some years, and one that follows it; of one whose keys are not
 * known here, anybody who writes the file can say any number.
 */
const listsOfAnIssuer = 100;

/**
 * Reads card revocation lists ("Revocation" of the SMART Health Cards specification). Of several for one key, the one of the
 * highest version counts.
 *
 * @param keys that were found beside them: a list of an issuer whose keys are among them must be of one of these.
 */
export async function importCardLists(
  listed: readonly ListedCardList[],
  keys: readonly TrustedKey[],
): Promise<{ readonly revocations: ImportedRevocations; readonly rejected: readonly Rejection[] }> {
  const cardKeys = keys.flatMap(({ document }) => (document?.format === 'shc' ? [document] : []));
  const kids = Map.groupBy(cardKeys, ({ iss }) => iss);
  const { found, rejected } = await readEach(listed, nameOf, (one) => cardListOf(one, kids.get(one.iss)));
  const lists = new Map<string, CardList>();
  for (const list of found) {
    const held = lists.get(urlOf(list));
    if (!held || held.version < list.version) lists.set(urlOf(list), list);
  }
  const { kept, tooMany } = bounded([...lists.values()]);
  const versions = new Map(kept.map((list) => [urlOf(list), list.version]));
  const missing = cardKeys.flatMap(({ iss, keyId: kid, crlVersion }) => {
    const url = urlOf({ iss, kid });
    return crlVersion === undefined || (versions.get(url) ?? -1) >= crlVersion ? [] : [url];
  });
  return {
    revocations: { lists: kept, missing: [...new Set(missing)] },
    rejected: [...rejected, ...tooMany],
  };
}

function bounded(lists: readonly CardList[]): {
  readonly kept: readonly CardList[];
  readonly tooMany: readonly Rejection[];
} {
  const issuers = [...Map.groupBy(lists, ({ iss }) => iss)];
  return {
    kept: issuers.flatMap(([, own]) => own.slice(0, listsOfAnIssuer)),
    tooMany: issuers.flatMap(([iss, own]) =>
      own.length > listsOfAnIssuer
        ? [
            {
              what: iss,
              why: `it has ${own.length} lists of revoked cards; the first ${listsOfAnIssuer} count`,
            },
          ]
        : [],
    ),
  };
}

/** Where the list of a key is. */
const urlOf = ({ iss, kid }: { readonly iss: string; readonly kid: string }): string =>
  `${iss}/.well-known/crl/${kid}.json`;

function nameOf({ iss, where, list }: ListedCardList): string {
  const { kid } = isJsonObject(list) ? list : {};
  return isThumbprint(kid) ? urlOf({ iss, kid }) : `${iss} ${where}`;
}

/** @param keys of its issuer; undefined where none is known. @throws UnfitEntryError */
function cardListOf(
  { iss, list, fetchedAt }: ListedCardList,
  keys: readonly Extract<DocumentUse, { format: 'shc' }>[] | undefined,
): CardList {
  const { kid, version, revokedBefore } = read(list);
  if (!isThumbprint(kid)) throw new UnfitEntryError('its kid is not a thumbprint of a key (RFC 7638)');
  if (keys && !keys.some(({ keyId }) => keyId === kid))
    throw new UnfitEntryError('none of its issuer’s keys has its kid');
  if (revokedBefore.size > maxRids) throw new UnfitEntryError(`it has more than ${maxRids} ids`);
  const packed = packRids(revokedBefore);
  return { iss, kid, version, checkedAt: new Date(fetchedAt), sha256: packedRidsName(packed), packed };
}

/** SHA-256, base64url. */
const isThumbprint = (kid: JsonValue | undefined): kid is string =>
  typeof kid === 'string' && /^[\w-]{43}$/.test(kid);

function read(list: JsonValue) {
  if (!isJsonObject(list)) throw new UnfitEntryError('it is not an object');
  try {
    return readCardRevocationList(list);
  } catch (error) {
    if (error instanceof MalformedListError)
      throw new UnfitEntryError(`it is no card revocation list: ${error.message}`);
    throw error;
  }
}
