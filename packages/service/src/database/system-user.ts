import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** An account of the machine. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * As whom the server must run: PostgreSQL refuses root.
 *
 * @returns undefined where this process is not root's, so that the server can run as its user.
 * @throws EmbeddedPostgresError where this process is root's and there is no other account.
 */
export function serverUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  for (const wanted of ['postgres', 'nobody']) {
    const found = accounts.find(({ name, uid }) => name === wanted && uid > 0);
    if (found) return found;
  }
  throw new EmbeddedPostgresError(
    'NO_USER',
    'PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as. Create one of them, run Mohar as an ordinary user, or set DATABASE_URL.',
  );
}

/** Whether a user may enter every directory on the way to a path, and the path itself. */
export function canReach(path: string, user: SystemUser): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
