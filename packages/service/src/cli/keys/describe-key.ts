import type { SigningKey } from '../../registry/signing-keys.ts';

/** A key as commands print it as JSON; times are RFC 3339. */
export const keyFacts = ({ publicKey, ...key }: SigningKey) => ({
  ...key,
  development: key.kept === 'development',
  publicKeyPem: publicKey,
});

/** When a key counts, for a terminal. */
export function windowOf({
  state,
  takesOverAt,
  validFrom,
  validUntil,
  compromisedSince,
}: SigningKey): string {
  if (state === 'created') return `takes over ${takesOverAt?.toISOString()}`;
  if (compromisedSince) return `compromised since ${compromisedSince.toISOString()}`;
  const from = validFrom ? `from ${validFrom.toISOString()}` : '';
  const until = validUntil ? `until ${validUntil.toISOString()}` : '';
  return [from, until].filter(Boolean).join(' ') || 'without limits';
}

/** Prints a result: as JSON where that is asked for, else in words. */
export const print = (json: boolean | undefined, facts: unknown, words: string): void => {
  process.stdout.write(json ? `${JSON.stringify(facts)}\n` : words);
};
