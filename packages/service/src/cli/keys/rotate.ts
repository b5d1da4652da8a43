import { type CryptosuiteName, cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { rotateKey } from '../../keys/rotate-key.ts';
import { type SigningKey, signingKeys } from '../../registry/signing-keys.ts';
import { CommandError } from '../command-error.ts';
import { readTime } from '../read-time.ts';
import { keyFacts, print } from './describe-key.ts';
import { atKeyDesk } from './key-desk.ts';

/** `mohar keys rotate`: makes the next key that signs. */
export async function rotate(options: {
  proof?: CryptosuiteName;
  at?: string;
  pkcs11?: boolean;
  label?: string;
  json?: boolean;
}): Promise<void> {
  const { label } = options;
  if (label !== undefined && !options.pkcs11)
    throw new CommandError('--label is for a key in a token: use it with --pkcs11.');
  await atKeyDesk(async ({ db, config, pack, sources, now }) => {
    const at = readTakeover(options.at, now);
    const { algorithm } = cryptosuites[options.proof ?? config.proof ?? pack.credential.proof];
    const place = options.pkcs11 ? ('token' as const) : undefined;
    const key = await rotateKey(db, algorithm, pack, sources, config, { now, at, place, label });
    print(options.json, keyFacts(key), afterTakeover(key, await signingKeys(db)));
  });
}

/** When a key takes over. Throws CommandError for a time that is past. */
export function readTakeover(text: string | undefined, now: Date): Date | undefined {
  if (text === undefined) return undefined;
  const at = readTime('--at', text);
  if (at > now) return at;
  throw new CommandError(`--at is ${at.toISOString()}, which is past; without --at the key takes over now.`);
}

/**
 * What to know of a key that was made or imported.
 *
 * @param keys all of the registry.
 */
export function afterTakeover(
  { id, algorithm, kept, takesOverAt }: SigningKey,
  keys: readonly SigningKey[],
): string {
  const key = `Key ${id} (${algorithm}, ${kept})`;
  if (takesOverAt)
    return `${key} takes over at ${takesOverAt.toISOString()}. The trust list names it with the next publication, so that verifiers know it by then.\n`;
  if (keys.length === 1) return `${key} signs from now on: it is the first.\n`;
  const former = keys.some((one) => one.state === 'retiring' && one.algorithm === algorithm)
    ? '; the key before it stays valid for what it signed'
    : '';
  return `${key} signs from now on${former}.
Verifiers that carry an older trust list do not know it yet, and must fetch the new one. Next time announce the key some days before: --at 2027-01-31T12:00:00Z.
`;
}
