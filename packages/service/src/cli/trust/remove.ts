import { removeTrustedSource } from '../../registry/trusted-sources.ts';
import { CommandError } from '../command-error.ts';
import { withRegistry } from '../with-registry.ts';

/** `mohar trust remove`. */
export const removeSource = (name: string): Promise<void> =>
  withRegistry(async ({ db }) => {
    if (!(await removeTrustedSource(db, name)))
      throw new CommandError(`Nothing was imported as ${name}: mohar trust list shows what was.`);
    process.stdout.write(
      `What was imported as ${name} counts no longer, and for verifiers from the next publication on.\n`,
    );
  });
