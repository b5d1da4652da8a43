import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { buildApp } from '../src/app.ts';
import { createApiKey } from '../src/auth/api-key.ts';
import { type Role, roles } from '../src/auth/role.ts';
import { type Config, readConfig } from '../src/config.ts';
import type { CountryPack } from '../src/country/pack.ts';
import type { Issuer } from '../src/issuing/issuer.ts';
import { type DocumentKeys, openDocumentKeys } from '../src/keys/documents/document-keys.ts';
import { type KeyKeeper, type KeyNotice, openKeyKeeper } from '../src/keys/key-keeper.ts';
import { packNamed } from '../src/pack-named.ts';
import { openServices } from '../src/serve.ts';
import { openWorkers } from '../src/workers/pool.ts';
import { freshDatabase } from './fresh-database.ts';

type Database = Awaited<ReturnType<typeof freshDatabase>>;

/** The whole application on a database of its own. */
export interface RunningApp {
  readonly app: FastifyInstance;
  readonly database: Database;
  /** As of now. */
  readonly issuer: Issuer;
  readonly keeper: KeyKeeper;
  readonly documentKeys: DocumentKeys;
  /** What the keeper said. */
  readonly notices: KeyNotice[];
  readonly config: Config;
  readonly pack: CountryPack;
  readonly log: string[];
  /** Calls with a key of every role, or of the roles given. */
  call(
    method: 'GET' | 'POST' | 'HEAD' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
  ): Promise<LightMyRequestResponse>;
  /** The same with headers of one's own. */
  callWith(
    method: 'GET' | 'POST' | 'HEAD' | 'PUT' | 'DELETE',
    url: string,
    headers: Readonly<Record<string, string>>,
    body?: unknown,
  ): Promise<LightMyRequestResponse>;
  /** Moves the service's clock, in milliseconds from now. */
  moveClock(by: number): void;
  keyWith(given: readonly Role[]): Promise<string>;
  close(): Promise<void>;
}

export async function runningApp(
  environment: Record<string, string> = {},
  change: (pack: CountryPack) => CountryPack = (pack) => pack,
): Promise<RunningApp> {
  const database = await freshDatabase();
  const pack = change(packNamed(environment.MOHAR_COUNTRY ?? 'default'));
  const dataDirectory = mkdtempSync(join(tmpdir(), 'mohar-keys-'));
  const config = readConfig({ MOHAR_DATA: dataDirectory, MOHAR_RATE_LIMIT: '100000', ...environment });
  let moved = 0;
  const clock = () => Date.now() + moved;
  const notices: KeyNotice[] = [];
  const notify = (notice: KeyNotice) => notices.push(notice);
  const keeper = await openKeyKeeper(database.db, pack, config, { clock, notify });
  const documentKeys = await openDocumentKeys(database.db, pack, config, { clock, notify });
  const workers = openWorkers(keeper.issuer);
  const log: string[] = [];
  const services = openServices(database, keeper, documentKeys, workers, config, { clock });
  const app = await buildApp(services, config, { write: (line) => log.push(line) });
  const { key } = await createApiKey(database.db, 'test', roles);
  const callWith: RunningApp['callWith'] = (method, url, headers, body) =>
    app.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return {
    callWith,
    app,
    database,
    get issuer() {
      return keeper.issuer;
    },
    keeper,
    documentKeys,
    notices,
    config,
    pack,
    log,
    moveClock: (by) => {
      moved = by;
    },
    call: (method, url, body) => callWith(method, url, {}, body),
    keyWith: async (given) => (await createApiKey(database.db, 'test', given)).key,
    close: async () => {
      await app.close();
      await services.publisher.close();
      await services.bulk.close();
      await services.printer.close();
      await services.previews.close();
      await services.designs.kept;
      await workers.close();
      await keeper.close();
      await documentKeys.close();
      await database.close();
    },
  };
}
