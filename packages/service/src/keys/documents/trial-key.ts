import type { DocumentKey } from '../../registry/document-keys.ts';

/** Whether an installation may use a document key: production has no use for those for trying out. */
export const mayUse = ({ development }: Pick<DocumentKey, 'development'>, production: boolean): boolean =>
  !development || !production;

/** Why a document key is one for trying out, and what to do to have one that is not. */
export const whyForTryingOut = ({ kept }: Pick<DocumentKey, 'kept'>): string =>
  kept === 'plain'
    ? 'nothing was set to seal it with. Set MOHAR_KEY_ENCRYPTION_KEY (openssl rand -base64 32) or MOHAR_KEY_PASSPHRASE, here and for the service, and make another.'
    : 'no authority of the country signed its certificate. Make another with --authority and --authority-key.';
