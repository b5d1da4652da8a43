import { Command, Option } from 'commander';
import { trustedSourceKinds } from '../registry/tables.ts';

const jsonOption = () => new Option('--json', 'print as JSON');

/** `mohar trust …`: whose documents of other formats count here. Each works beside a running service. */
export function trustCommand(): Command {
  const trust = new Command('trust').description('lists of other issuers’ keys, whose documents count here');
  trust
    .command('import')
    .description('take a published list of keys; it replaces what was imported under its name before')
    .argument(
      '<file...>',
      'as it was fetched: Mohar fetches nothing by itself (docs/operators/trust-lists.md)',
    )
    .addOption(
      new Option(
        '--from <kind>',
        'eu: the gateway’s list, or Germany’s; gdhcn: DID documents of WHO’s network; shc: SMART Health Card issuers, and their lists of revoked cards; pem: certificates, or ICAO’s master list',
      )
        .choices([...trustedSourceKinds])
        .makeOptionMandatory(),
    )
    .option('--name <name>', 'what to call it here; its kind if not given')
    .option('--signed-by <pem>', 'who must have signed it: Germany’s public key, a master list’s authority')
    .option(
      '--formats <formats>',
      'which health certificates its signers may sign, of eu-dcc, who-ddcc, icvp with commas between them; all if not given',
    )
    .option('--iss <url>', 'shc: whose jwks.json, or whose lists of revoked cards, these are')
    .option('--issuer-name <text>', 'shc: what that issuer is called')
    .addOption(jsonOption())
    .action(async (files, options) => (await import('./trust/import.ts')).importSource(files, options));
  trust
    .command('list')
    .description('list what was imported')
    .addOption(jsonOption())
    .action(async (options) => (await import('./trust/list.ts')).listSources(options));
  trust
    .command('remove')
    .description(
      'trust the keys of a list no longer, and forget the lists of revoked cards that came with it',
    )
    .argument('<name>', 'as trust list shows it')
    .action(async (name) => (await import('./trust/remove.ts')).removeSource(name));
  return trust;
}
