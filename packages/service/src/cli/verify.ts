import { Command } from 'commander';

/** For an option that may be given again and again. */
const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `mohar verify`: a credential, a QR image, a QR text or a PDF; or a file of scans. */
export const verifyCommand = () =>
  new Command('verify')
    .description(
      'verify a credential (JSON), a picture of a QR code, its text, or a PDF with the record attached; exit status 0 only if valid',
    )
    .argument(
      '[certificate]',
      "a file; or the text itself, after a hyphen where it begins unusually: mohar verify -- -'…'; or - alone to read standard input",
    )
    .option('--batch <file.jsonl>', 'a file of scans, a line each; exit status 0 if every line was answered')
    .option(
      '--key <pem>',
      'trust this public key or certificate (a file) instead of this installation’s; can be given again',
      collect,
    )
    .option('--trust-list <file>', 'trust the issuers of this signed list instead')
    .option(
      '--status <file>',
      'what is revoked: filter, delta, revocation list, W3C status list, SMART Health Cards’ revocation list; can be given again',
      collect,
    )
    .option(
      '--iss <url>',
      'whose SMART Health Cards’ revocation lists they are, where no trusted key says it',
    )
    .option(
      '--offline',
      'as a verifier without a network: by this installation’s keys, without asking what is revoked',
    )
    .option('--at <time>', 'time of checking, RFC 3339', new Date().toISOString())
    .option('--json', 'print the whole verdict as JSON')
    .allowUnknownOption()
    .action(async (source, options) =>
      (await import('./verify/verify-source.ts')).verifySource(source, options),
    );
