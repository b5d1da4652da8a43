import { readFileSync } from 'node:fs';
import { assertMaySign } from '../../issuing/open-issuer.ts';
import { sealedKey } from '../../keys/new-key.ts';
import { registerKey } from '../../keys/register-key.ts';
import { signingKeys } from '../../registry/signing-keys.ts';
import { importKey } from '../../signing/key-store.ts';
import { keyFacts, print } from './describe-key.ts';
import { atKeyDesk } from './key-desk.ts';
import { afterTakeover, readTakeover } from './rotate.ts';

/** `mohar keys import`: a key of a file into the registry, sealed. What it signed elsewhere before counts too. */
export const importFile = (file: string, options: { at?: string; json?: boolean }): Promise<void> =>
  atKeyDesk(async ({ db, config, pack, now }) => {
    const at = readTakeover(options.at, now);
    const passphrase = process.env.MOHAR_IMPORT_PASSPHRASE || undefined;
    const key = importKey(readFileSync(file, 'utf8'), file, { passphrase });
    assertMaySign(key, config);
    const registered = await registerKey(db, await sealedKey(key, pack, config), { now, at });
    print(
      options.json,
      keyFacts(registered),
      `${afterTakeover(registered, await signingKeys(db))}The registry has it sealed: take the file away, and keep a copy in a safe.\n`,
    );
  });
