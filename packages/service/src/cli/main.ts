import '../lean-heap.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { apiKeyCommand } from './api-key.ts';
import { bulkCommand } from './bulk.ts';
import { countryCommand } from './country.ts';
import { explain } from './explain.ts';
import { issueCommand } from './issue.ts';
import { keysCommand } from './keys.ts';
import { templateCommand } from './template.ts';
import { trustCommand } from './trust.ts';
import { verifierCommand } from './verifier.ts';
import { verifyCommand } from './verify.ts';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  version: string;
};

// The commands as they are described here stay light: what one needs for its work is loaded when it runs.
const program = new Command('mohar')
  .version(version, '--version', 'print the version')
  .description('Issues and verifies digitally signed health certificates.')
  .showHelpAfterError('(mohar --help shows how)')
  .configureHelp({ showGlobalOptions: true });

program
  .command('serve')
  .description('run the service; configured by environment variables (docs/operators/configuration.md)')
  .action(async () => (await import('./serve.ts')).serveUntilStopped(process.env));
program.addCommand(issueCommand());
program.addCommand(bulkCommand());
program.addCommand(verifyCommand());
program.addCommand(verifierCommand());
program.addCommand(keysCommand());
program.addCommand(trustCommand());
program.addCommand(templateCommand());
program.addCommand(countryCommand());
program.addCommand(apiKeyCommand());

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 2;
}
