import { Command } from 'commander';
import { roles } from '../auth/role.ts';

/** `mohar api-key create|list|revoke`. */
export function apiKeyCommand(): Command {
  const apiKey = new Command('api-key').description('keys for source systems and staff tools');
  apiKey
    .command('create')
    .description('make a key; it is shown this once')
    .requiredOption('--name <name>', 'whose key it is')
    .requiredOption('--role <role...>', `what it may do: ${roles.join(', ')}`)
    .option('--json', 'print as JSON')
    .action(async (options) => (await import('./api-key/create.ts')).create(options));
  apiKey
    .command('list')
    .description('list all keys')
    .option('--json', 'print as JSON')
    .action(async (options) => (await import('./api-key/list.ts')).list(options));
  apiKey
    .command('revoke')
    .description('end a key, at once')
    .argument('<id>', 'as api-key list shows it')
    .action(async (id) => (await import('./api-key/revoke.ts')).revoke(id));
  return apiKey;
}
