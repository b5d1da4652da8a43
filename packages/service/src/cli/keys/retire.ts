import { newKey, placeOfNewKey } from '../../keys/new-key.ts';
import { retireKey } from '../../keys/retire-key.ts';
import { signingKeys } from '../../registry/signing-keys.ts';
import { KeyError } from '../../signing/key-store.ts';
import { CommandError } from '../command-error.ts';
import { readTime } from '../read-time.ts';
import { keyFacts, print } from './describe-key.ts';
import { atKeyDesk } from './key-desk.ts';

/** `mohar keys retire`: ends a key; with `--compromised-since`, also for what it signed since then. */
export const retire = (
  id: string,
  options: { compromisedSince?: string; rotate?: boolean; json?: boolean },
): Promise<void> =>
  atKeyDesk(async ({ db, config, pack, sources, now }) => {
    const compromisedSince = readSince(options.compromisedSince, now);
    const active = (await signingKeys(db)).find((key) => key.id === id);
    const place = placeOfNewKey(active?.kept, config);
    if (options.rotate && !place) {
      throw new KeyError(
        'There is no place to keep a new key: set MOHAR_KEY_ENCRYPTION_KEY or MOHAR_KEY_PASSPHRASE, here and for the service.',
      );
    }
    const successor = await retireKey(db, id, {
      now,
      compromisedSince,
      successor:
        options.rotate && place
          ? (algorithm) => newKey(place, algorithm, pack, sources, config, { now: now.toISOString() })
          : undefined,
    });
    const retired = (await signingKeys(db)).find((key) => key.id === id);
    const lines = [
      compromisedSince
        ? `Key ${id} is compromised: what it signed since ${compromisedSince.toISOString()} counts for nothing. Verifiers know it from the next trust list on; certificates that were issued since then must be issued anew (docs/operators/keys.md).`
        : `Key ${id} signs no longer; what it signed stays valid.`,
      ...(successor
        ? [`Key ${successor.id} (${successor.algorithm}, ${successor.kept}) signs from now on.`]
        : []),
    ];
    print(
      options.json,
      {
        ...(retired ? { key: keyFacts(retired) } : {}),
        ...(successor ? { successor: keyFacts(successor) } : {}),
      },
      `${lines.join('\n')}\n`,
    );
  });

/** Since when a key was in other hands. Throws CommandError for a time that lies ahead. */
export function readSince(
  text: string | undefined,
  now: Date,
  option = '--compromised-since',
): Date | undefined {
  if (text === undefined) return undefined;
  const since = readTime(option, text);
  if (since <= now) return since;
  throw new CommandError(`${option} is ${since.toISOString()}, which lies ahead; it must be past, or now.`);
}
