import { cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { Command, Option } from 'commander';

/** `mohar issue`: one event to credential, QR and PDF, without a server. */
export const issueCommand = () =>
  new Command('issue')
    .description('certify one event from a file, without a server: credential.json, qr.png, certificate.pdf')
    .argument('<event.json>', 'a request body of a certify call: the event, or an array with one')
    .option('--out <directory>', 'where the files go', '.')
    .option(
      '--type <type>',
      'domestic, international, test, or an entity type of the country pack; found out if not given',
    )
    .addOption(
      new Option('--proof <suite>', 'instead of the country pack’s').choices(Object.keys(cryptosuites)),
    )
    .option('--json', 'print the result as JSON')
    .action(async (file, options) => (await import('./issue/issue-one.ts')).issueOne(file, options));
