import { readConfig } from '../config.ts';
import type { Database } from '../database/open-database.ts';
import { withDatabase } from './with-database.ts';

/**
 * Works on the registry, beside a running service or without one. What production wants may be missing: such commands are
 * there to make it complete.
 */
export const withRegistry = <Result>(work: (database: Database) => Promise<Result>): Promise<Result> =>
  withDatabase(readConfig({ ...process.env, NODE_ENV: undefined }), 2, work);
