import { readConfig } from '../../config.ts';
import type { Database } from '../../database/open-database.ts';
import { withDatabase } from '../with-database.ts';

/** Works on the registry's trusted sources, beside a running service or without one. What production wants may be missing. */
export const withTrust = <Result>(work: (database: Database) => Promise<Result>): Promise<Result> =>
  withDatabase(readConfig({ ...process.env, NODE_ENV: undefined }), 2, work);
