import type { TrustedSourceKind } from '../../registry/tables.ts';
import { keepTrustedSource } from '../../registry/trusted-sources.ts';
import { importTrust } from '../../trust-import/import-trust.ts';
import type { Rejection } from '../../trust-import/imported-list.ts';
import { CommandError } from '../command-error.ts';
import { readInput } from '../read-input.ts';
import { withRegistry } from '../with-registry.ts';

interface Options {
  from: TrustedSourceKind;
  name?: string;
  signedBy?: string;
  iss?: string;
  issuerName?: string;
  json?: boolean;
}

/** `mohar trust import`. Nothing changes where the files hold no key that can be trusted. */
export async function importSource(files: readonly string[], options: Options): Promise<void> {
  const { from, name = from, signedBy, iss, issuerName = iss, json } = options;
  if (from !== 'shc' && iss !== undefined) throw new CommandError('--iss is for --from shc.');
  if (signedBy !== undefined && (from === 'shc' || from === 'gdhcn'))
    throw new CommandError('--signed-by is for --from eu and --from pem.');
  if (!/^[\w.-]{1,60}$/.test(name))
    throw new CommandError('--name must be 1 to 60 letters, digits, dots, hyphens or underscores.');
  const at = new Date();
  const { keys, rejected } = await importTrust(
    from,
    files.map((file) => readInput(file)),
    {
      at: at.getTime(),
      signedBy: signedBy === undefined ? undefined : readInput(signedBy).toString(),
      cardIssuer: iss === undefined || issuerName === undefined ? undefined : { iss, name: issuerName },
    },
  );
  if (keys.length === 0)
    throw new CommandError(`It holds no key that can be trusted; nothing was changed.\n${inWords(rejected)}`);
  await withRegistry(({ db }) => keepTrustedSource(db, { name, kind: from, importedAt: at }, keys));
  process.stdout.write(
    json
      ? `${JSON.stringify({ name, kind: from, keys: keys.length, rejected })}\n`
      : `${name}: ${keys.length} ${keys.length === 1 ? 'key counts' : 'keys count'} from now on, and with the next document trust list for verifiers.\n${inWords(rejected)}`,
  );
}

const inWords = (rejected: readonly Rejection[]): string =>
  rejected.length === 0
    ? ''
    : `Left out (${rejected.length}):\n${rejected.map(({ what, why }) => `  ${what}: ${why}\n`).join('')}`;
