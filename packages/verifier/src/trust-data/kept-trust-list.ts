import { MalformedListError } from '@mohar/credential/errors.ts';
import { isJsonObject } from '@mohar/credential/json.ts';
import { readTrustList, type SignedTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import { unlessDamaged } from './file-fault.ts';
import type { KeptFiles } from './kept-files.ts';

/** A trust list as it was fetched, with all that is needed to verify it again. */
export interface KeptTrustList {
  readonly jws: string;
  /** The keys that vouched for it; absent for the first one, which vouches for itself. */
  readonly anchors?: TrustList;
  /** RFC 3339. */
  readonly fetchedAt: string;
}

const name = 'trust-list.json';

export const writeKeptTrustList = (files: KeptFiles, list: KeptTrustList): Promise<void> =>
  files.keep(name, new TextEncoder().encode(JSON.stringify(list)));

/**
 * Reads and verifies the kept list.
 *
 * @returns undefined where none is kept, or where it is damaged.
 * @throws CodeNotLoadedError where its signer's curve cannot be loaded; the store's error where that cannot be read. Whose list
 *   is held is not known then: it must not be taken for none.
 */
export async function readKeptTrustList(
  files: KeptFiles,
): Promise<{ kept: KeptTrustList; list: SignedTrustList } | undefined> {
  const file = await files.read(name);
  return file && unlessDamaged(open(file));
}

async function open(file: Uint8Array): Promise<{ kept: KeptTrustList; list: SignedTrustList }> {
  const kept = parsed(new TextDecoder().decode(file));
  if (!isKeptTrustList(kept)) throw new MalformedListError('It is not a kept trust list.');
  return { kept, list: await readTrustList(kept.jws, kept.anchors) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedListError('The kept trust list is not JSON.');
  }
}

const isKeptTrustList = (value: unknown): value is KeptTrustList =>
  isJsonObject(value) &&
  typeof value.jws === 'string' &&
  typeof value.fetchedAt === 'string' &&
  (value.anchors === undefined || (Array.isArray(value.anchors) && value.anchors.every(isKey)));

const isKey = (value: unknown) => isJsonObject(value) && typeof value.publicKey === 'string';
