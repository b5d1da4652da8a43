import { Command } from 'commander';
import { createApiKey } from '../auth/api-key.ts';
import { isRole, type Role, roles } from '../auth/role.ts';
import { readConfig } from '../config.ts';
import type { Database } from '../database/open-database.ts';
import { listApiKeys, revokeApiKey } from '../registry/api-keys.ts';
import { CommandError } from './command-error.ts';
import { withDatabase } from './with-database.ts';

/** `mohar api-key create|list|revoke`. */
export function apiKeyCommand(): Command {
  const apiKey = new Command('api-key').description('keys for source systems and staff tools');
  apiKey
    .command('create')
    .description('make a key; it is shown this once')
    .requiredOption('--name <name>', 'whose key it is')
    .requiredOption('--role <role...>', `what it may do: ${roles.join(', ')}`)
    .option('--json', 'print as JSON')
    .action(({ name, role, json }: { name: string; role: string[]; json?: boolean }) => {
      const wrong = role.filter((one) => !isRole(one));
      if (wrong.length > 0)
        throw new CommandError(`--role is "${wrong[0]}"; it must be one of ${roles.join(', ')}.`);
      return onKeys(async ({ db }) => {
        const made = await createApiKey(db, name, role as Role[]);
        process.stdout.write(json ? `${JSON.stringify(made)}\n` : `${made.key}\n`);
      });
    });
  apiKey
    .command('list')
    .description('list all keys')
    .option('--json', 'print as JSON')
    .action(({ json }: { json?: boolean }) =>
      onKeys(async ({ db }) => {
        const keys = await listApiKeys(db);
        const lines = keys.map(
          ({ id, name, roles, createdAt, revokedAt }) =>
            `${id}  ${createdAt.toISOString()}  ${revokedAt ? 'revoked' : 'in force'}  ${roles.join(',')}  ${name}\n`,
        );
        process.stdout.write(
          json ? `${JSON.stringify(keys)}\n` : lines.join('') || 'There are no keys yet.\n',
        );
      }),
    );
  apiKey
    .command('revoke')
    .description('end a key, at once')
    .argument('<id>', 'as api-key list shows it')
    .action((id: string) =>
      onKeys(async ({ db }) => {
        if (await revokeApiKey(db, id, new Date())) process.stdout.write(`Key ${id} is revoked.\n`);
        else throw new CommandError(`There is no key ${id} in force.`);
      }),
    );
  return apiKey;
}

const onKeys = (work: (database: Database) => Promise<void>) =>
  withDatabase(readConfig({ ...process.env, NODE_ENV: undefined }), 2, work);
