import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openPrinter } from '@mohar/print/printer.ts';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import { createApiKey, keepApiKey } from './auth/api-key.ts';
import { roles } from './auth/role.ts';
import { startBulkRunner } from './bulk/runner.ts';
import { type Config, ConfigError } from './config.ts';
import { loadPack } from './country/load-pack.ts';
import type { CountryPack } from './country/pack.ts';
import { migrate } from './database/migrate.ts';
import { type Database, openDatabase } from './database/open-database.ts';
import type { Issuer } from './issuing/issuer.ts';
import { openIssuer } from './issuing/open-issuer.ts';
import { createMetrics } from './metrics.ts';
import { startPublisher } from './publishing/publisher.ts';
import { anyApiKey } from './registry/api-keys.ts';
import { createCertificateWriter } from './registry/certificate-writer.ts';
import type { Services } from './services.ts';
import { openWorkers, type WorkerPool } from './workers/pool.ts';

/** A running Mohar. */
export interface RunningService {
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly issuer: Issuer;
  /** Such as `http://127.0.0.1:3000`. */
  readonly address: string;
  /** The key that this start made, where there was none: to be shown once. */
  readonly firstApiKey?: string;
  /** Stops accepting, finishes what was accepted, closes everything. */
  close(): Promise<void>;
}

const countries = join(import.meta.dirname, '..', '..', '..', 'countries');

/** Loads the country pack of a name; says which there are if there is no such one. */
export function packNamed(country: string): CountryPack {
  const directory = join(countries, country);
  if (existsSync(join(directory, 'pack.json'))) return loadPack(directory, country);
  throw new ConfigError([
    { variable: 'MOHAR_COUNTRY', found: `"${country}"`, right: 'the name of a folder in countries/' },
  ]);
}

/**
 * Starts the service.
 *
 * @throws ConfigError, CountryPackError, KeyError, EmbeddedPostgresError, MigrationError: each says what is wrong.
 */
export async function startService(
  config: Config,
  logStream?: { write(line: string): void },
): Promise<RunningService> {
  const pack = packNamed(config.country);
  const issuer = openIssuer(pack, config, new Date().toISOString());
  const database = await openDatabase(config.database, config.poolSize);
  const workers = openWorkers(issuer, { threads: config.workers });
  try {
    await migrate(database.db);
    const firstApiKey = await firstKey(config, database);
    let log: FastifyInstance['log'] | undefined;
    const services = openServices(database, issuer, workers, config, (error) =>
      log?.error(
        { code: (error as { code?: string }).code },
        'A job in the background failed; it is tried again',
      ),
    );
    const app = await buildApp(services, config, logStream);
    log = app.log;
    const address = await app.listen({ port: config.port, host: config.host });
    return {
      app,
      database,
      issuer,
      address,
      ...(firstApiKey === undefined ? {} : { firstApiKey }),
      close: async () => {
        await app.close();
        await services.publisher.close();
        await services.bulk.close();
        await services.printer.close();
        await workers.close();
        await database.close();
      },
    };
  } catch (error) {
    await workers.close();
    await database.close();
    throw error;
  }
}

/** Puts together what the routes work with, and starts working on uploads. */
export function openServices(
  { db }: Pick<Database, 'db'>,
  issuer: Issuer,
  workers: WorkerPool,
  { publishSeconds }: Pick<Config, 'publishSeconds'>,
  onError?: (error: unknown) => void,
): Services {
  const desk = { db, issuer, sign: workers.sign, writer: createCertificateWriter(db) };
  const metrics = createMetrics();
  const bulk = startBulkRunner(desk, {
    clock: Date.now,
    onJob: ({ kind, issued, duplicate, failed }) =>
      metrics.bulkCertified(kind, { issued, duplicate, failed }),
    ...(onError ? { onError } : {}),
  });
  return {
    ...desk,
    bulk,
    publisher: startPublisher(desk, {
      clock: Date.now,
      interval: publishSeconds * 1_000,
      ...(onError ? { onError } : {}),
    }),
    printer: openPrinter({ packDirectory: issuer.pack.directory, pool: workers.rendering }),
    metrics,
    clock: Date.now,
  };
}

async function firstKey({ apiKey }: Config, { db }: Database): Promise<string | undefined> {
  if (apiKey !== undefined) {
    await keepApiKey(db, apiKey, 'MOHAR_API_KEY', roles);
    return undefined;
  }
  if (await anyApiKey(db)) return undefined;
  return (await createApiKey(db, 'first key', roles)).key;
}
