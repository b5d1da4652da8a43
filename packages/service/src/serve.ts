import { openPrinter } from '@mohar/print/printer.ts';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import { createApiKey, keepApiKey } from './auth/api-key.ts';
import { roles } from './auth/role.ts';
import { startBulkRunner } from './bulk/runner.ts';
import type { Config } from './config.ts';
import { migrate } from './database/migrate.ts';
import { type Database, openDatabase } from './database/open-database.ts';
import { openDesignVersions } from './designs/design-versions.ts';
import { openDesk } from './issuing/desk.ts';
import type { Issuer } from './issuing/issuer.ts';
import { type DocumentKeys, openDocumentKeys } from './keys/documents/document-keys.ts';
import { type KeyKeeper, type KeyNotice, openKeyKeeper } from './keys/key-keeper.ts';
import { createMetrics } from './metrics.ts';
import { packNamed } from './pack-named.ts';
import { openPreviews } from './preview/previews.ts';
import { startPublisher } from './publishing/publisher.ts';
import { anyApiKey } from './registry/api-keys.ts';
import type { Services } from './services.ts';
import { openWorkers, type WorkerPool } from './workers/pool.ts';

/** A running Mohar. */
export interface RunningService {
  readonly app: FastifyInstance;
  readonly database: Database;
  /** As of now. */
  readonly issuer: Issuer;
  /** Such as `http://127.0.0.1:3000`. */
  readonly address: string;
  /** The key that this start made, where there was none: to be shown once. */
  readonly firstApiKey?: string;
  /** Stops accepting, finishes what was accepted, closes everything. */
  close(): Promise<void>;
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
  const database = await openDatabase(config.database, config.poolSize);
  const closing: (() => Promise<void>)[] = [database.close];
  const closeAll = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    await migrate(database.db);
    // What is to be logged before there is a log waits for it.
    let log: FastifyInstance['log'] | undefined;
    const early: KeyNotice[] = [];
    const report = ({ message, ...detail }: KeyNotice) => log?.warn(detail, message);
    const onError = (error: unknown) =>
      log?.error(
        { code: (error as { code?: string }).code },
        'A job in the background failed; it is tried again',
      );
    const watching = {
      clock: Date.now,
      notify: (notice: KeyNotice) => (log ? report(notice) : early.push(notice)),
      onError,
    };
    const keeper = await openKeyKeeper(database.db, pack, config, watching);
    closing.push(keeper.close);
    const documentKeys = await openDocumentKeys(database.db, pack, config, watching);
    closing.push(documentKeys.close);
    // For trying out, they are there from the first trust list on.
    if (!config.production) await documentKeys.signerFor('hcert');
    const workers = openWorkers(keeper.issuer, { threads: config.workers });
    closing.push(workers.close);
    const firstApiKey = await firstKey(config, database);
    const services = openServices(database, keeper, documentKeys, workers, config, { onError });
    closing.push(
      services.printer.close,
      services.previews.close,
      services.bulk.close,
      services.publisher.close,
    );
    await services.designs.kept;
    const app = await buildApp(services, config, logStream);
    closing.push(() => app.close());
    log = app.log;
    early.forEach(report);
    const address = await app.listen({ port: config.port, host: config.host });
    return {
      app,
      database,
      get issuer() {
        return keeper.issuer;
      },
      address,
      ...(firstApiKey === undefined ? {} : { firstApiKey }),
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

export interface ServiceOptions {
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  onError?(error: unknown): void;
}

/** Puts together what the routes work with, and starts working on uploads and publications. */
export function openServices(
  { db }: Pick<Database, 'db'>,
  keeper: KeyKeeper,
  documentKeys: DocumentKeys,
  workers: WorkerPool,
  {
    publishSeconds,
    codeCheckEvery,
    printers,
  }: Pick<Config, 'publishSeconds' | 'codeCheckEvery' | 'printers'>,
  { clock = Date.now, onError }: ServiceOptions = {},
): Services {
  // First, since a design that cannot be used ends it here.
  const { pack } = keeper.issuer;
  const { directories } = pack;
  const printer = openPrinter({ directories, width: printers });
  const desk = openDesk(db, keeper, workers.sign);
  const metrics = createMetrics();
  const failing = onError ? { onError } : {};
  const bulk = startBulkRunner(desk, {
    clock,
    onJob: ({ kind, issued, duplicate, failed }) =>
      metrics.bulkCertified(kind, { issued, duplicate, failed }),
    ...failing,
  });
  const useKeys = () => {
    workers.use(keeper.issuer);
    metrics.signingKeys(keeper.keys);
  };
  useKeys();
  keeper.onChange(useKeys);
  const showDocumentKeys = () => metrics.documentKeys(documentKeys.keys);
  showDocumentKeys();
  documentKeys.onChange(showDocumentKeys);
  metrics.documentKeyWarnings(documentKeys.warnings);
  return {
    db,
    get issuer() {
      return keeper.issuer;
    },
    sign: desk.sign,
    writer: desk.writer,
    keeper,
    documentKeys,
    sampled: every(codeCheckEvery),
    bulk,
    publisher: startPublisher(desk, {
      clock,
      interval: publishSeconds * 1_000,
      documentTrust: () => documentKeys.trust,
      ...failing,
    }),
    printer,
    designs: openDesignVersions(db, { design: printer.design, pack }, clock),
    previews: openPreviews(pack, directories),
    metrics,
    clock,
  };
}

/** True at the first call, and then at every n-th. */
function every(n: number): () => boolean {
  let calls = 0;
  return () => calls++ % n === 0;
}

async function firstKey({ apiKey }: Config, { db }: Database): Promise<string | undefined> {
  if (apiKey !== undefined) {
    await keepApiKey(db, apiKey, 'MOHAR_API_KEY', roles);
    return undefined;
  }
  if (await anyApiKey(db)) return undefined;
  return (await createApiKey(db, 'first key', roles)).key;
}
