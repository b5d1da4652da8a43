import { isCardIssuer } from '@mohar/credential/formats/smart-health-card/card-issuer.ts';
import { knownIssuers } from '@mohar/credential/trust/known-issuers.ts';
import { readTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { VerificationSetting } from '@mohar/credential/verification/setting.ts';
import type { Verification } from '@mohar/credential/verification/verdict.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { readConfig } from '../../config.ts';
import { CommandError } from '../command-error.ts';
import { readInput } from '../read-input.ts';
import { readTime } from '../read-time.ts';
import { verifyBatch } from './batch.ts';
import { type GivenKeys, openGivenKeys } from './given-keys.ts';
import { type Installation, type InstallationPart, openInstallation } from './installation.ts';
import { readCertificate } from './read-certificate.ts';
import { openStatusFiles } from './status-files.ts';

/** What `mohar verify` is given. */
export interface VerifyOptions {
  batch?: string;
  key?: string[];
  trustList?: string;
  status?: string[];
  iss?: string;
  offline?: boolean;
  at: string;
  json?: boolean;
}

/** `mohar verify`: a credential, a QR image, a QR text or a PDF; or a file of scans. */
export async function verifySource(source: string | undefined, options: VerifyOptions): Promise<void> {
  const at = readTime('--at', options.at).getTime();
  if ((source === undefined) === (options.batch === undefined))
    throw new CommandError(
      'Name either a certificate or, with --batch, a file of scans. --key and --status take one file each, and can be given again.',
    );

  if (options.iss !== undefined && !isCardIssuer(options.iss))
    throw new CommandError('--iss must be an https URL without a slash at its end.');

  const installation = await openInstallation(readConfig(process.env), partFor(options), (message) =>
    process.stderr.write(`mohar: ${message}\n`),
  );
  try {
    const given = openGivenKeys(installation.trust);
    const trust = await trustOf(options, installation, given);
    const status = [
      ...installation.status,
      ...(await openStatusFiles(options.status ?? [], trust, options.iss)),
    ];
    const setting = { trust, known: knownIssuers, at, status, contexts: installation.contexts };
    if (options.batch !== undefined) {
      const complete = await verifyBatch(options.batch, setting, given, print);
      process.exitCode = complete ? 0 : 1;
      return;
    }
    if (trust.length === 0) {
      throw new CommandError(
        'There is no key to verify with: name public keys with --key, or the data directory with MOHAR_DATA.',
      );
    }
    const result = await verifyFirst(await readCertificate(source as string), setting);
    await print(options.json ? `${JSON.stringify(result)}\n` : inWords(result));
    process.exitCode = result.verdict === 'valid' ? 0 : 1;
  } finally {
    await installation.close();
  }
}

const partFor = ({ offline, key, trustList }: VerifyOptions): InstallationPart =>
  !offline ? 'all' : key || trustList ? 'files' : 'keys';

async function trustOf(
  { key, trustList }: VerifyOptions,
  { trust, imported }: Installation,
  given: GivenKeys,
): Promise<TrustList> {
  if (key) {
    return key.flatMap((file) => {
      const bytes = readInput(file);
      const text = bytes.includes('-----BEGIN') ? bytes.toString('utf8') : bytes.toString('base64');
      const found = given.read(text, file);
      if (found.length > 0) return found;
      throw new CommandError(`${file} is neither a public key nor a certificate (PEM or DER).`);
    });
  }
  if (trustList === undefined) return [...trust, ...imported];
  try {
    return (await readTrustList(readInput(trustList).toString())).keys;
  } catch (error) {
    throw new CommandError(`${trustList}: ${(error as Error).message}`);
  }
}

/** Of several texts, the first that is a certificate: what else is attached to a PDF is none. */
async function verifyFirst(
  candidates: readonly (string | Uint8Array)[],
  setting: VerificationSetting,
): Promise<Verification> {
  let unlike: Verification | undefined;
  for (const scanned of candidates) {
    const found = await verify(scanned, setting);
    if (found.verdict !== 'unreadable') return found;
    unlike ??= found;
  }
  if (unlike) return unlike;
  throw new CommandError('There is nothing to verify.');
}

/** Waits where whoever reads is slower. */
const print = (text: string) =>
  new Promise<void>((resolve) => {
    if (process.stdout.write(text)) resolve();
    else process.stdout.once('drain', resolve);
  });

function inWords({ verdict, checks, issuerName }: Verification): string {
  const marks = { passed: '+', failed: 'x', warning: '!', skipped: '-' } as const;
  const lines = checks.map(({ name, outcome, detail }) => `  ${marks[outcome]} ${name}: ${detail}`);
  return `${verdict.toUpperCase()}${issuerName ? ` (${issuerName})` : ''}\n${lines.join('\n')}\n`;
}
