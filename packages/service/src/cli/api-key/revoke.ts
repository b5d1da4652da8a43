import { revokeApiKey } from '../../registry/api-keys.ts';
import { CommandError } from '../command-error.ts';
import { withRegistry } from '../with-registry.ts';

/** `mohar api-key revoke`: ends a key, at once. */
export const revoke = (id: string): Promise<void> =>
  withRegistry(async ({ db }) => {
    if (!(await revokeApiKey(db, id, new Date()))) throw new CommandError(`There is no key ${id} in force.`);
    process.stdout.write(`Key ${id} is revoked.\n`);
  });
