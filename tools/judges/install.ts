/**
 * Other teams' verifiers, to judge what Mohar issues, and their signers and QR coder, to measure Mohar beside. Some
 * are GPL, all are heavy: they are installed on demand into `.judges/`, which git ignores, and are never
 * dependencies.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const directory = join(import.meta.dirname, '..', '..', '.judges');
const packages = [
  '@pathcheck/divoc-sdk@0.1.5',
  '@pathcheck/dcc-sdk@0.0.27',
  '@pathcheck/shc-sdk@0.0.8',
  '@pathcheck/vds-sdk@0.0.6',
  // The SDK's own module loader does not run on current Node: it is bundled first.
  'esbuild@0.25.12',
  'certificate-signer-library@2.0.5',
  'vaccination-context@1.1.0',
  '@digitalbazaar/vc@7.3.0',
  '@digitalbazaar/vc-bitstring-status-list@2.0.1',
  '@digitalbazaar/data-integrity@2.5.0',
  '@digitalbazaar/eddsa-rdfc-2022-cryptosuite@1.3.0',
  '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite@1.3.0',
  '@digitalbazaar/ed25519-multikey@1.3.1',
  '@digitalbazaar/ecdsa-multikey@1.8.0',
  'qrcode@1.5.4',
];
const stamp = join(directory, 'installed.txt');
const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === packages.join('\n');

/**
 * Installs the judges where they are not.
 *
 * @returns why they cannot be had, or undefined. In CI their absence is an error; elsewhere tests skip, loudly.
 * @throws Error in CI.
 */
export async function installJudges(): Promise<string | undefined> {
  if (isInstalled()) return undefined;
  const lock = `${directory}.lock`;
  for (let waited = 0; ; waited += 250) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      if (isInstalled()) return undefined;
      if (waited > 180_000) rmSync(lock, { recursive: true, force: true });
      await sleep(250);
    }
  }
  try {
    if (isInstalled()) return undefined;
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'package.json'), '{"private":true}\n');
    const { status, stderr } = spawnSync(
      'npm',
      [
        'install',
        '--prefix',
        directory,
        '--no-save',
        '--no-audit',
        '--no-fund',
        '--ignore-scripts',
        ...packages,
      ],
      { encoding: 'utf8', cwd: directory },
    );
    if (status !== 0) {
      const reason = `The judges (${packages.length} npm packages) cannot be installed: ${stderr?.trim().split('\n').at(-1)}`;
      if (process.env.CI) throw new Error(reason);
      process.stderr.write(
        `\n*** ${reason}\n*** Tests that other teams' code judges, and measurements of it, are SKIPPED.\n\n`,
      );
      return reason;
    }
    writeFileSync(stamp, packages.join('\n'));
    return undefined;
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
