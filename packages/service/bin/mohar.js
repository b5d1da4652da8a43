#!/usr/bin/env node
// Runs the command line with the Node that Mohar pins, whichever Node found this file.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const pinned = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= 26 || !existsSync(pinned)) {
  await import(cli);
} else {
  const { status, signal } = spawnSync(pinned, ['--max-semi-space-size=8', cli, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (signal) process.kill(process.pid, signal);
  process.exitCode = status ?? 1;
}
