import type { Handle } from 'pkcs11js';
import { CKF_TOKEN_INITIALIZED, type Cryptoki } from './cryptoki.ts';
import { TokenError } from './token-error.ts';

/** A slot that holds a token. */
export interface TokenSlot {
  readonly slot: Handle;
  readonly label: string;
  /** `CKF_…` of the token, among them what became of wrong PINs. */
  readonly flags: number;
}

/**
 * Finds a token by its label (`CKA_LABEL` of the token, without the blanks that fill it).
 *
 * @throws TokenError naming the labels there are, where none or several have this one.
 */
export function findToken(cryptoki: Cryptoki, label: string): TokenSlot {
  const tokens = cryptoki
    .C_GetSlotList(true)
    .map((slot) => tokenIn(cryptoki, slot))
    .filter((token) => token !== undefined);
  const [found, ...others] = tokens.filter((token) => token.label === label);
  if (!found) {
    const labels = tokens.map((token) => `“${token.label}”`).join(', ');
    throw new TokenError(
      `There is no PKCS#11 token with the label “${label}”. ${labels ? `There are: ${labels}.` : 'The module shows no initialised token at all.'}`,
    );
  }
  if (others.length > 0) {
    throw new TokenError(
      `${others.length + 1} PKCS#11 tokens have the label “${label}”: give them different ones.`,
    );
  }
  return found;
}

function tokenIn(cryptoki: Cryptoki, slot: Handle): TokenSlot | undefined {
  try {
    const { label, flags } = cryptoki.C_GetTokenInfo(slot);
    return flags & CKF_TOKEN_INITIALIZED ? { slot, label: label.trimEnd(), flags } : undefined;
  } catch {
    // Removed just now, or of a kind that the module does not know: another slot may hold the wanted one.
    return undefined;
  }
}
