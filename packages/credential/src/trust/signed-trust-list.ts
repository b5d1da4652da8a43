import { CodeNotLoadedError, UntrustedListError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { readCompactJws, signCompactJws } from '../jws/compact-jws.ts';
import { type ListMembers, membersOf } from '../jws/list-members.ts';
import type { Signer } from '../proofs/signer.ts';
import { documentUseOf } from './document-use.ts';
import type { DocumentUse, TrustList } from './trust-list.ts';

/** Its media type: `application/mohar-trust-list+jws`. */
export const trustListType = 'mohar-trust-list+jws';

/**
 * The media type of the second list, of other issuers' document keys. It has one of its own, so that it never stands in for
 * the first: that one says who may sign either.
 */
export const documentTrustListType = 'mohar-document-trust-list+jws';

/** An issuer, and the keys by which its signatures are known. */
export interface TrustedIssuer {
  /** A URI; its DID, where it has one. */
  readonly id: string;
  /** By language tag. */
  readonly name: Readonly<Record<string, string>>;
  /** ISO 3166-1 alpha-3. */
  readonly country?: string;
  readonly keys: readonly IssuerPublicKey[];
}

/** A public key of an issuer; times are RFC 3339. */
export interface IssuerPublicKey {
  readonly verificationMethod: string;
  /** PEM, SubjectPublicKeyInfo. */
  readonly publicKey: string;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly compromisedSince?: string;
  /** What it signs, where that is not W3C credentials. */
  readonly document?: DocumentUse;
}

/** What a trust list says. */
export interface TrustListContent {
  /** RFC 3339. */
  readonly publishedAt: string;
  /** When a newer one will be there at the latest, RFC 3339. */
  readonly nextPublicationAt: string;
  readonly issuers: readonly TrustedIssuer[];
}

/** A trust list that was read and whose signature holds. */
export interface SignedTrustList extends TrustListContent {
  /** All keys of all issuers, as verification wants them. */
  readonly keys: TrustList;
}

/** Signs a trust list: one file that a verifier can carry. */
export const writeTrustList = (
  content: TrustListContent,
  signer: Signer,
  type = trustListType,
): Promise<string> => signCompactJws(content as unknown as JsonObject, type, signer);

/**
 * Reads a signed trust list: the first line of a file. Lines after it are earlier lists, each signed by a key that signs no
 * longer, and naming the one that followed: they lead a reader that was away from the keys it holds to the newest list.
 *
 * @param anchors keys that may sign it: those of the list that is held already. Without any, it must be signed by one
 *   of its own keys, and the place where it was found must be trusted.
 * @throws MalformedListError where it is no trust list; UntrustedListError where no such key leads to it; CodeNotLoadedError
 *   where the curve of a key that may lead to it cannot be loaded.
 */
export async function readTrustList(file: string, anchors?: TrustList): Promise<SignedTrustList> {
  const [newest = '', ...earlier] = file.trim().split('\n');
  let held = anchors;
  for (;;) {
    try {
      return await readList(newest, held);
    } catch (error) {
      if (!held || !(error instanceof UntrustedListError)) throw error;
      const bridge = await takeBridge(earlier, held);
      if (!bridge) throw error;
      held = [...held, ...bridge.keys];
    }
  }
}

/**
 * Reads the signed list of other issuers' document keys.
 *
 * @param anchors keys that may sign it: those of the trust list that is held.
 * @throws MalformedListError where it is no such list; UntrustedListError where none of the keys signed it.
 */
export const readDocumentTrustList = (file: string, anchors: TrustList): Promise<SignedTrustList> =>
  readList(file.trim(), anchors, documentTrustListType);

/**
 * Takes out the first of the earlier lists that one of the keys signed.
 *
 * @throws CodeNotLoadedError where none is known to be, and one could not be judged.
 */
async function takeBridge(earlier: string[], held: TrustList): Promise<SignedTrustList | undefined> {
  let notLoaded: CodeNotLoadedError | undefined;
  for (const [n, jws] of earlier.entries()) {
    try {
      const list = await readList(jws, held);
      earlier.splice(n, 1);
      return list;
    } catch (error) {
      if (error instanceof CodeNotLoadedError) notLoaded ??= error;
    }
  }
  if (notLoaded) throw notLoaded;
  return undefined;
}

async function readList(
  jws: string,
  anchors: TrustList | undefined,
  type = trustListType,
): Promise<SignedTrustList> {
  const { payload } = await readCompactJws(
    jws,
    type,
    anchors ?? ((unverified) => keysOfIssuers(contentOf(unverified).issuers)),
  );
  const content = contentOf(payload);
  return { ...content, keys: keysOfIssuers(content.issuers) };
}

/** The keys of issuers, each under its issuer's English name where it has one. */
export const keysOfIssuers = (issuers: readonly TrustedIssuer[]): TrustList =>
  issuers.flatMap(({ id, name, keys }) =>
    keys.map((key) => ({ ...key, issuer: id, issuerName: name.en ?? Object.values(name)[0] ?? id })),
  );

function contentOf(payload: JsonObject): TrustListContent {
  const members = membersOf(payload);
  return {
    publishedAt: members.instant('publishedAt'),
    nextPublicationAt: members.instant('nextPublicationAt'),
    issuers: members.list('issuers').map(issuerOf),
  };
}

function issuerOf(members: ListMembers): TrustedIssuer {
  const country = members.optionalText('country');
  return {
    id: members.text('id'),
    name: members.translations('name'),
    ...(country === undefined ? {} : { country }),
    keys: members.list('keys').flatMap(keyOf),
  };
}

/** None for a key of documents that are not known here: without its limits it would count for all. */
function keyOf(members: ListMembers): readonly IssuerPublicKey[] {
  const listedUse = members.optionalObject('document');
  const document = listedUse && documentUseOf(listedUse);
  if (listedUse && !document) return [];
  const validFrom = members.optionalInstant('validFrom');
  const validUntil = members.optionalInstant('validUntil');
  const compromisedSince = members.optionalInstant('compromisedSince');
  return [
    {
      verificationMethod: members.text('verificationMethod'),
      publicKey: members.text('publicKey'),
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(validUntil === undefined ? {} : { validUntil }),
      ...(compromisedSince === undefined ? {} : { compromisedSince }),
      ...(document ? { document } : {}),
    },
  ];
}
