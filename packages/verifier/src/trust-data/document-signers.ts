import { readDocumentTrustList, type SignedTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { ListKind } from './held-list.ts';

/** Other countries' signers of documents. */
export const documentSigners: ListKind<SignedTrustList, TrustList> = {
  file: 'document-trust-list.jws',
  read: readDocumentTrustList,
  open: async ({ keys }) => keys,
};
