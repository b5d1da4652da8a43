import { type CryptosuiteName, cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { Command, Option } from 'commander';
import { readConfig } from '../config.ts';
import { keysDirectory } from '../issuing/open-issuer.ts';
import { packNamed } from '../serve.ts';
import { generateKey, listKeys } from '../signing/key-store.ts';

/** `mohar keys generate|list`. */
export function keysCommand(): Command {
  const keys = new Command('keys').description('the keys that certificates are signed with');
  keys
    .command('generate')
    .description('make a signing key in the data directory')
    .addOption(
      new Option('--proof <suite>', 'which kind of proof it is for; the country pack’s if not given').choices(
        Object.keys(cryptosuites),
      ),
    )
    .option('--json', 'print as JSON')
    .action(({ proof, json }: { proof?: CryptosuiteName; json?: boolean }) => {
      const config = readConfig({ ...process.env, NODE_ENV: undefined });
      const suite = cryptosuites[proof ?? config.proof ?? packNamed(config.country).credential.proof];
      const key = generateKey(
        keysDirectory(config.dataDirectory),
        suite.algorithm,
        false,
        new Date().toISOString(),
      );
      const { id, algorithm, publicKeyPem } = key;
      const file = `${keysDirectory(config.dataDirectory)}/${id}.pem`;
      process.stdout.write(
        json
          ? `${JSON.stringify({ id, algorithm, file, publicKeyPem })}\n`
          : `Key ${id} (${algorithm}) is in ${file}: keep it secret, keep a copy.\n\n${publicKeyPem}`,
      );
    });
  keys
    .command('list')
    .description('list the keys of the data directory, oldest first')
    .option('--json', 'print as JSON')
    .action(({ json }: { json?: boolean }) => {
      const config = readConfig({ ...process.env, NODE_ENV: undefined });
      const found = listKeys(keysDirectory(config.dataDirectory)).map(({ privateKey: _, ...key }) => key);
      const lines = found.map(
        ({ id, algorithm, createdAt, development }) =>
          `${id}  ${algorithm.padEnd(5)}  ${createdAt}${development ? '  development' : ''}\n`,
      );
      process.stdout.write(
        json ? `${JSON.stringify(found)}\n` : lines.join('') || 'There are no keys yet.\n',
      );
    });
  return keys;
}
