import { readConfig } from '../config.ts';
import { startService } from '../serve.ts';
import { explain } from './explain.ts';

/** Runs the service until a signal ends it: the first ends it in order, the second at once. */
export async function serveUntilStopped(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    const service = await startService(readConfig(environment));
    const { app, database } = service;
    app.log.info({ address: service.address, database: database.description }, 'Mohar serves');
    if (service.firstApiKey) {
      process.stdout.write(`\nYour first API key, shown this once:\n\n  ${service.firstApiKey}\n\n`);
    }
    let stopping = false;
    const stop = () => {
      if (stopping) process.exit(1);
      stopping = true;
      service.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    database.onUnexpectedExit(() => {
      app.log.fatal('The embedded PostgreSQL ended unexpectedly. Start Mohar again: it recovers by itself.');
      process.exit(1);
    });
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}
