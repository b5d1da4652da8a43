import { Command } from 'commander';

/** `mohar verifier …`: the verifier web app. */
export function verifierCommand(): Command {
  const verifier = new Command('verifier').description('the verifier web app');
  verifier
    .command('export')
    .description('write the app and the signed data beside it into a folder that any static host can serve')
    .argument('<directory>')
    .option('--data-only', 'refresh data/ alone: run it every few minutes')
    .action(async (directory, options) =>
      (await import('./verifier/export.ts')).exportVerifier(directory, options),
    );
  return verifier;
}
