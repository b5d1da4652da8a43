import { load } from '../load.ts';
import type { VerificationSetting } from './setting.ts';
import type { Verification } from './verdict.ts';

/** Verifies a text of one format. Never throws for what it is given. */
export type DocumentReader = (text: string, setting: VerificationSetting) => Promise<Verification>;

/**
 * The reader of a document that is no W3C credential, by how its text begins. Each format is loaded when the first of
 * its kind comes, so that a verifier's first load is no larger for what it may never see.
 *
 * @returns undefined where no document begins so.
 * @throws CodeNotLoadedError, later, where it cannot be loaded.
 */
export function documentReaderFor(text: string): Promise<DocumentReader> | undefined {
  if (text.startsWith('HC1:')) return hcertReaderFor(text);
  if (isHealthCard(text)) {
    return load(() => import('../formats/smart-health-card/verify.ts')).then((room) => room.verifyHealthCard);
  }
  if (isVds(text)) return load(() => import('../formats/vds-nc/verify.ts')).then((room) => room.verifyVdsNc);
  return undefined;
}

/** `shc:/` of a code, the compact JWS itself, or the file with it. */
const isHealthCard = (text: string) =>
  text.startsWith('shc:/') ||
  /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(text) ||
  /^\{\s*"verifiableCredential"/.test(text);

/** A VDS-NC is JSON with the members `data` and `sig`, in either order. */
const isVds = (text: string) => /^\{\s*"(?:data|sig)"\s*:/.test(text);

/** What an HCERT holds says its subclaim; where it cannot be read, any room says so. */
async function hcertReaderFor(text: string): Promise<DocumentReader> {
  const { holds } = await load(() => import('../hcert/holds.ts'));
  switch (holds(text)) {
    case 'who-ddcc':
      return (await load(() => import('../formats/who-ddcc/verify.ts'))).verifyDdcc;
    case 'icvp':
      return (await load(() => import('../formats/icvp/verify.ts'))).verifyIcvp;
    default:
      return (await load(() => import('../formats/eu-dcc/verify.ts'))).verifyEuDcc;
  }
}
