import { createApiKey } from '../../auth/api-key.ts';
import { isRole, type Role, roles } from '../../auth/role.ts';
import { CommandError } from '../command-error.ts';
import { withRegistry } from '../with-registry.ts';

/** `mohar api-key create`: makes a key, and shows it this once. */
export function create({
  name,
  role,
  json,
}: {
  name: string;
  role: string[];
  json?: boolean;
}): Promise<void> {
  const wrong = role.filter((one) => !isRole(one));
  if (wrong.length > 0)
    throw new CommandError(`--role is "${wrong[0]}"; it must be one of ${roles.join(', ')}.`);
  return withRegistry(async ({ db }) => {
    const made = await createApiKey(db, name, role as Role[]);
    process.stdout.write(json ? `${JSON.stringify(made)}\n` : `${made.key}\n`);
  });
}
