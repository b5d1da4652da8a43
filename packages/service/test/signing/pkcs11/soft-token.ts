import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import { openToken, type Token, type TokenSetting } from '../../../src/signing/pkcs11/token.ts';

/** Where the packages of Debian, Fedora, Alpine and Homebrew put SoftHSM. */
const modules = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/lib/pkcs11/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];
const module = modules.find((path) => existsSync(path));

export const pin = 'pin-73519';
const securityOfficer = 'so-pin-8642';

/**
 * Why tests with SoftHSM cannot run here; undefined where they can. In CI its absence is an error; elsewhere they
 * skip, loudly.
 */
export function softHsmMissing(): string | undefined {
  const reason = missing();
  if (reason && process.env.CI) throw new Error(reason);
  if (reason)
    process.stderr.write(`\n*** ${reason}\n*** Tests of signing with a PKCS#11 token are SKIPPED.\n\n`);
  return reason;
}

function missing(): string | undefined {
  if (!module) return 'SoftHSM is not installed: apt-get install softhsm2';
  try {
    createRequire(import.meta.url)('pkcs11js');
    return undefined;
  } catch {
    return 'pkcs11js is not compiled: apt-get install softhsm2 python3 make g++, then npm install';
  }
}

/** SoftHSM with tokens of its own in a temporary folder. */
export interface SoftHsm {
  /** For files of tests; deleted in the end. */
  readonly directory: string;
  setting(label: string): TokenSetting;
  /** Puts a private key (PEM, PKCS #8) and its public half into a token. */
  importKey(pem: string, label: string, keyLabel: string, id: string): void;
  /** Opens a token, closed when the test ends. */
  open(label: string): Promise<Token>;
  /** Takes a token away, and puts it back; SoftHSM sees it when it is initialised anew. */
  unplug(label: string): () => void;
  delete(): void;
}

/** Makes fresh tokens. SoftHSM reads its environment once, when it is first used: call it once in a process. */
export function createSoftHsm(...labels: string[]): SoftHsm {
  // A thread's process.env is a copy, which SoftHSM does not see.
  if (!isMainThread) throw new Error('Tests with SoftHSM need a process of their own: vitest --pool=forks');
  const directory = mkdtempSync(join(tmpdir(), 'mohar-softhsm-'));
  const tokensDirectory = join(directory, 'tokens');
  mkdirSync(tokensDirectory);
  const file = join(directory, 'softhsm2.conf');
  writeFileSync(
    file,
    `directories.tokendir = ${tokensDirectory}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  );
  process.env.SOFTHSM2_CONF = file;
  const folders = new Map<string, string>();
  for (const label of labels) {
    const before = readdirSync(tokensDirectory);
    softhsm('--init-token', '--free', '--label', label, '--pin', pin, '--so-pin', securityOfficer);
    const made = readdirSync(tokensDirectory).filter((name) => !before.includes(name));
    folders.set(label, made[0] as string);
  }
  const setting = (label: string) => ({ module: module as string, tokenLabel: label, pin });
  return {
    directory,
    setting,
    importKey: (pem, label, keyLabel, id) => {
      const key = join(directory, `${id}.pem`);
      writeFileSync(key, pem);
      softhsm('--import', key, '--token', label, '--label', keyLabel, '--id', id, '--pin', pin);
    },
    open: async (label) => {
      const token = await openToken(setting(label));
      onTestFinished(() => token.close());
      return token;
    },
    unplug: (label) => {
      const folder = folders.get(label) as string;
      renameSync(join(tokensDirectory, folder), join(directory, folder));
      return () => renameSync(join(directory, folder), join(tokensDirectory, folder));
    },
    delete: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function softhsm(...args: string[]): void {
  const { status, stderr, error } = spawnSync('softhsm2-util', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`softhsm2-util ${args[0]}: ${error?.message ?? stderr}`);
}
