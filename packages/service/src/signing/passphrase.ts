/** Fewer characters are guessed, whatever is stretched. */
export const shortestPassphrase = 12;

/** Whether something is too short to encrypt a private key with. */
export const isTooShort = (passphrase: string): boolean => [...passphrase].length < shortestPassphrase;
