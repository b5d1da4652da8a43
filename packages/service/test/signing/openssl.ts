import { spawnSync } from 'node:child_process';

/** Whether OpenSSL’s command is not there: tests that ask it are skipped, and say so. */
export const opensslMissing = spawnSync('openssl', ['version']).status !== 0;
if (opensslMissing) console.warn('SKIPPED: there is no openssl command to judge certificates with.');
