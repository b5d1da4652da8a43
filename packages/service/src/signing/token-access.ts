import { readFileSync } from 'node:fs';
import { KeyError } from './key-store.ts';
import { openToken, type Token } from './pkcs11/token.ts';

/** The configured PKCS#11 token. */
export interface TokenAccess {
  /** Path of the PKCS#11 module. */
  readonly module: string;
  readonly tokenLabel: string;
  /** The token user's PIN, or the file that it is in. */
  readonly pin: { readonly text: string } | { readonly file: string };
}

/**
 * Opens the configured token.
 *
 * @throws KeyError where the PIN's file cannot be read; TokenError where the token cannot be opened.
 */
export async function accessToken({ module, tokenLabel, pin }: TokenAccess): Promise<Token> {
  return openToken({ module, tokenLabel, pin: 'text' in pin ? pin.text : readPin(pin.file) });
}

function readPin(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new KeyError(`MOHAR_PKCS11_PIN_FILE cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
