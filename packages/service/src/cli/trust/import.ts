import { type HcertCertificate, hcertCertificates } from '@mohar/credential/trust/trust-list.ts';
import type { TrustedSourceKind } from '../../registry/tables.ts';
import { keepTrustedSource, trustedSources } from '../../registry/trusted-sources.ts';
import { importTrust } from '../../trust-import/import-trust.ts';
import type { Rejection } from '../../trust-import/imported-list.ts';
import { CommandError } from '../command-error.ts';
import { readInput } from '../read-input.ts';
import { withRegistry } from '../with-registry.ts';

interface Options {
  from: TrustedSourceKind;
  name?: string;
  signedBy?: string;
  formats?: string;
  iss?: string;
  issuerName?: string;
  json?: boolean;
}

/** `mohar trust import`. Nothing changes where the files hold no key that can be trusted, and no list of revoked cards. */
export async function importSource(files: readonly string[], options: Options): Promise<void> {
  const { from, name = from, signedBy, formats, iss, issuerName = iss, json } = options;
  if (from !== 'shc' && iss !== undefined) throw new CommandError('--iss is for --from shc.');
  if (signedBy !== undefined && (from === 'shc' || from === 'gdhcn'))
    throw new CommandError('--signed-by is for --from eu and --from pem.');
  if (formats !== undefined && from === 'shc')
    throw new CommandError('--formats is for --from eu, gdhcn and pem: for signers of health certificates.');
  if (!/^[\w.-]{1,60}$/.test(name))
    throw new CommandError('--name must be 1 to 60 letters, digits, dots, hyphens or underscores.');
  const at = new Date();
  const { keys, rejected, revocations } = await importTrust(
    from,
    files.map((file) => readInput(file)),
    {
      at: at.getTime(),
      certificates: formats === undefined ? undefined : formatsIn(formats),
      signedBy: signedBy === undefined ? undefined : readInput(signedBy).toString(),
      cardIssuer: iss === undefined || issuerName === undefined ? undefined : { iss, name: issuerName },
    },
  );
  const { lists = [], missing = [] } = revocations ?? {};
  if (keys.length === 0 && lists.length === 0)
    throw new CommandError(
      `It holds no key ${rejected.length === 0 ? 'of that kind at all' : 'that can be trusted'}; nothing was changed.\n${inWords(rejected)}`.trimEnd(),
    );
  await withRegistry(async ({ db }) => {
    const { keyCount = 0 } = (await trustedSources(db)).find((source) => source.name === name) ?? {};
    if (keys.length === 0 && keyCount > 0)
      throw new CommandError(
        `There are ${keyCount} keys under the name ${name}, which lists of revoked cards alone would take away; nothing was changed. Hand in the keys too, or choose another --name.`,
      );
    await keepTrustedSource(db, { name, kind: from, importedAt: at }, keys, lists);
  });
  process.stdout.write(
    json
      ? `${JSON.stringify({ name, kind: from, keys: keys.length, ...(revocations ? { cardLists: lists.length, missingCardLists: missing } : {}), rejected })}\n`
      : `${name}: ${counted(keys.length, lists.length)} from now on, and with the next document trust list for verifiers.\n${inWords(rejected)}${missingInWords(missing)}`,
  );
}

function counted(keys: number, lists: number): string {
  const named = [
    ...(keys > 0 || lists === 0 ? [keys === 1 ? '1 key' : `${keys} keys`] : []),
    ...(lists > 0 ? [lists === 1 ? '1 list of revoked cards' : `${lists} lists of revoked cards`] : []),
  ];
  return `${named.join(' and ')} ${keys + lists === 1 ? 'counts' : 'count'}`;
}

const missingInWords = (urls: readonly string[]): string =>
  urls.length === 0
    ? ''
    : `Announced, and not among the files in this version or a newer one; until it is, revocation of these keys’ cards is not checked (${urls.length}):\n${urls.map((url) => `  ${url}\n`).join('')}`;

/**
 * Reads `--formats`: names of formats with commas between them.
 *
 * @throws CommandError where one is not known, or there is none.
 */
function formatsIn(text: string): readonly HcertCertificate[] {
  const named = text.split(',').map((name) => name.trim());
  const known = hcertCertificates.filter((one) => named.includes(one));
  if (named.every((name) => (hcertCertificates as readonly string[]).includes(name))) return known;
  throw new CommandError(
    `--formats is "${text}"; it must name some of ${hcertCertificates.join(', ')}, with commas between them.`,
  );
}

const inWords = (rejected: readonly Rejection[]): string =>
  rejected.length === 0
    ? ''
    : `Left out (${rejected.length}):\n${rejected.map(({ what, why }) => `  ${what}: ${why}\n`).join('')}`;
