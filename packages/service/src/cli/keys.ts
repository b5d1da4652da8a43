import { cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { Command, Option } from 'commander';
import { dscCommand } from './keys/dsc.ts';
import { exportFormats } from './keys/export-formats.ts';

const proofOption = () =>
  new Option('--proof <suite>', 'which kind of proof it is for; the country pack’s if not given').choices(
    Object.keys(cryptosuites),
  );
const atOption = () => new Option('--at <time>', 'when it takes over, RFC 3339; now if not given');
const pkcs11Option = () => new Option('--pkcs11', 'in the configured PKCS#11 token');
const jsonOption = () => new Option('--json', 'print as JSON');

/** `mohar keys …`: the life of signing keys. Each works beside a running service, which notices within seconds. */
export function keysCommand(): Command {
  const keys = new Command('keys').description('the keys that certificates are signed with');
  keys
    .command('generate')
    .description('make a signing key in the data directory, or in the token; nothing signs with it yet')
    .addOption(proofOption())
    .addOption(pkcs11Option())
    .option('--label <label>', 'what the token calls it')
    .addOption(jsonOption())
    .action(async (options) => (await import('./keys/generate.ts')).generate(options));
  keys
    .command('list')
    .description('list the keys of the registry, then the files of the data directory that it does not know')
    .addOption(jsonOption())
    .action(async (options) => (await import('./keys/list.ts')).list(options));
  keys
    .command('rotate')
    .description(
      'make the next key that signs, sealed in the registry; better announced some days before (--at)',
    )
    .addOption(proofOption())
    .addOption(atOption())
    .addOption(pkcs11Option())
    .option('--label <label>', 'what the token calls it; where it has such a key, that one is taken')
    .addOption(jsonOption())
    .action(async (options) => (await import('./keys/rotate.ts')).rotate(options));
  keys
    .command('retire')
    .description('end a key; the announced one takes over, now')
    .argument('<id>', 'as keys list shows it')
    .option(
      '--compromised-since <time>',
      'it was in other hands from then on: what it signed since counts for nothing (RFC 3339)',
    )
    .option('--rotate', 'make the key that takes over, where none is announced')
    .addOption(jsonOption())
    .action(async (id, options) => (await import('./keys/retire.ts')).retire(id, options));
  keys
    .command('import')
    .description(
      'take a private key into the registry, sealed; of an encrypted one the passphrase is MOHAR_IMPORT_PASSPHRASE',
    )
    .argument('<file.pem>', 'PKCS #8: Ed25519, P-256, or RSA of 2048 bits or more')
    .addOption(atOption())
    .addOption(jsonOption())
    .action(async (file, options) => (await import('./keys/import.ts')).importFile(file, options));
  keys
    .command('export-public')
    .description('write public keys: of the registry, or one of them')
    .argument('[id]', 'as keys list shows it')
    .addOption(
      new Option('--format <format>', 'PEM, a JWK (Set), or a DID document')
        .choices([...exportFormats])
        .default('pem'),
    )
    .addOption(jsonOption())
    .action(async (id, options) => (await import('./keys/export-public.ts')).exportPublic(id, options));
  keys.addCommand(dscCommand());
  return keys;
}
