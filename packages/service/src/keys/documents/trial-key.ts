import type { DocumentKey } from '../../registry/document-keys.ts';

/** Why a document key is one for trying out, and what to do to have one that is not. */
export const whyForTryingOut = ({ kept }: Pick<DocumentKey, 'kept'>): string =>
  kept === 'plain'
    ? 'nothing was set to seal it with. Set MOHAR_KEY_ENCRYPTION_KEY (openssl rand -base64 32) or MOHAR_KEY_PASSPHRASE, here and for the service, and make another.'
    : 'no authority of the country signed its certificate. Make another with --authority and --authority-key.';
