import { CodeNotLoadedError, CredentialError } from '@mohar/credential/errors.ts';

/**
 * Whether an error speaks of the file that was read: it is damaged, or nobody who counts has signed it. That the code to
 * read it with could not be loaded says nothing of the file.
 */
export const isFaultOfFile = (error: unknown): boolean =>
  error instanceof CredentialError && !(error instanceof CodeNotLoadedError);

/**
 * What a kept file holds.
 *
 * @param opening of what is there, read and verified.
 * @returns undefined where the file is damaged, or signed by nobody who counts: as if it had never been fetched.
 * @throws any other error: nothing is forgotten because of it.
 */
export async function unlessDamaged<Opened>(opening: Promise<Opened>): Promise<Opened | undefined> {
  try {
    return await opening;
  } catch (error) {
    if (isFaultOfFile(error)) return undefined;
    throw error;
  }
}
