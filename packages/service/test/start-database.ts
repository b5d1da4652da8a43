import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../src/database/embedded-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres:
      | { connectionString: string }
      | { host: string; port: number; user: string; password: string; database: string };
  }
}

/** One server for the whole run: the one that TEST_DATABASE_URL names, else an embedded one in a fresh directory. */
export default async function startDatabase(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_DATABASE_URL;
  if (url) {
    project.provide('postgres', { connectionString: url });
    return async () => {};
  }
  const directory = mkdtempSync(join(tmpdir(), 'mohar-test-'));
  chmodSync(directory, 0o755);
  const server = await startEmbeddedPostgres(directory);
  project.provide('postgres', server.connection);
  return async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
