import { join } from 'node:path';
import { bundledContexts } from '@mohar/credential/credential/contexts/bundled.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { Verification } from '@mohar/credential/verification/verdict.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { createIssuer } from '../issuing/issuer.ts';
import { keysDirectory } from '../issuing/open-issuer.ts';
import { packNamed } from '../serve.ts';
import { listKeys } from '../signing/key-store.ts';
import { CommandError } from './command-error.ts';
import { isImage, readQrImage } from './qr-image.ts';
import { readInput } from './read-input.ts';

/** `mohar verify`: a credential, a QR image or a QR text; exit status 0 for valid, 1 for anything else. */
export const verifyCommand = () =>
  new Command('verify')
    .description(
      'verify a credential (JSON), a picture of a QR code, or its text; exit status 0 only if valid',
    )
    .argument(
      '<certificate>',
      "a file; or - and the text itself: mohar verify -- -'…'; or - alone to read standard input",
    )
    .option('--key <pem...>', 'trust these public keys (files) instead of the keys of this installation')
    .option('--at <time>', 'time of checking, RFC 3339', new Date().toISOString())
    .option('--json', 'print the whole verdict as JSON')
    .allowUnknownOption()
    .action(run);

async function run(source: string, options: { key?: string[]; at: string; json?: boolean }): Promise<void> {
  const at = Date.parse(options.at);
  if (Number.isNaN(at))
    throw new CommandError(`--at is "${options.at}"; it must be like 2026-01-31T12:00:00Z.`);
  const { trust, contexts } = trustOf(options.key);
  const result = await verify(await readCertificate(source), { trust, at, contexts });
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : inWords(result));
  process.exitCode = result.verdict === 'valid' ? 0 : 1;
}

async function readCertificate(source: string): Promise<string | Uint8Array> {
  if (source === '-') return readInput('/dev/stdin');
  if (source.startsWith('-')) return source.slice(1);
  const bytes = readInput(source);
  return isImage(bytes) ? readQrImage(bytes, source) : bytes;
}

/** The given keys; else every key of the data directory, under the name that this installation signs with. */
function trustOf(files: string[] | undefined) {
  const config = readConfig(process.env);
  const pack = packNamed(config.country);
  const contexts = new Map(bundledContexts);
  for (const entity of pack.entityTypes.values()) contexts.set(entity.contextUrl, entity.context);
  const trust: TrustList = files
    ? files.map((file) => ({ issuerName: file, publicKey: readInput(file).toString('utf8') }))
    : listKeys(keysDirectory(join(config.dataDirectory))).flatMap(
        (key) => createIssuer(pack, key, config).trust,
      );
  if (trust.length > 0) return { trust, contexts };
  throw new CommandError(
    'There is no key to verify with: name public keys with --key, or the data directory with MOHAR_DATA.',
  );
}

function inWords({ verdict, checks, issuerName }: Verification): string {
  const marks = { passed: '+', failed: 'x', warning: '!', skipped: '-' } as const;
  const lines = checks.map(({ name, outcome, detail }) => `  ${marks[outcome]} ${name}: ${detail}`);
  return `${verdict.toUpperCase()}${issuerName ? ` (${issuerName})` : ''}\n${lines.join('\n')}\n`;
}
