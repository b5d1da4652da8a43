import { Command } from 'commander';

/** `mohar verify`: a credential, a QR image or a QR text; or a file of scans. */
export const verifyCommand = () =>
  new Command('verify')
    .description(
      'verify a credential (JSON), a picture of a QR code, or its text; exit status 0 only if valid',
    )
    .argument(
      '[certificate]',
      "a file; or - and the text itself: mohar verify -- -'…'; or - alone to read standard input",
    )
    .option('--batch <file.jsonl>', 'a file of scans, a line each; exit status 0 if every line was answered')
    .option(
      '--key <pem...>',
      'trust these public keys or certificates (files) instead of this installation’s',
    )
    .option('--trust-list <file>', 'trust the issuers of this signed list instead')
    .option(
      '--status <file...>',
      'what is revoked: filter and delta, revocation list, W3C status list, SMART Health Cards’ revocation lists',
    )
    .option(
      '--iss <url>',
      'whose SMART Health Cards’ revocation lists they are, where no trusted key says it',
    )
    .option('--offline', 'do not ask this installation’s registry')
    .option('--at <time>', 'time of checking, RFC 3339', new Date().toISOString())
    .option('--json', 'print the whole verdict as JSON')
    .allowUnknownOption()
    .action(async (source, options) =>
      (await import('./verify/verify-source.ts')).verifySource(source, options),
    );
