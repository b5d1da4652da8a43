import '../lean-heap.ts';
import { Command } from 'commander';
import { apiKeyCommand } from './api-key.ts';
import { bulkCommand } from './bulk.ts';
import { explain } from './explain.ts';
import { issueCommand } from './issue.ts';
import { keysCommand } from './keys.ts';
import { serveUntilStopped } from './serve.ts';
import { trustCommand } from './trust.ts';
import { verifierCommand } from './verifier.ts';
import { verifyCommand } from './verify/command.ts';

const program = new Command('mohar')
  .description('Issues and verifies digitally signed health certificates.')
  .showHelpAfterError('(mohar --help shows how)')
  .configureHelp({ showGlobalOptions: true });

program
  .command('serve')
  .description('run the service; configured by environment variables (docs/operators/configuration.md)')
  .action(() => serveUntilStopped(process.env));
program.addCommand(issueCommand());
program.addCommand(bulkCommand());
program.addCommand(verifyCommand());
program.addCommand(verifierCommand());
program.addCommand(keysCommand());
program.addCommand(trustCommand());
program.addCommand(apiKeyCommand());

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 2;
}
