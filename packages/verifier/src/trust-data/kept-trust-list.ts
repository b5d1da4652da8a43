import { readTrustList, type SignedTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
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
 * @returns undefined where none is kept.
 * @throws where it is damaged.
 */
export async function readKeptTrustList(
  files: KeptFiles,
): Promise<{ kept: KeptTrustList; list: SignedTrustList } | undefined> {
  const file = await files.read(name);
  if (!file) return undefined;
  const kept = JSON.parse(new TextDecoder().decode(file)) as KeptTrustList;
  return { kept, list: await readTrustList(kept.jws, kept.anchors) };
}
