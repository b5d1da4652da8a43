/** Writes docs/openapi.json from the routes' schemas; with --check, fails where the file is not current. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from '@mohar/service/src/app.ts';
import { readConfig } from '@mohar/service/src/config.ts';
import { createMetrics } from '@mohar/service/src/metrics.ts';
import type { Services } from '@mohar/service/src/services.ts';

const file = join(import.meta.dirname, '..', 'docs', 'openapi.json');

// Describing the routes takes no database and no keys: nothing here is called.
const services = { metrics: createMetrics(), clock: () => 0 } as unknown as Services;
const app = await buildApp(services, readConfig({ MOHAR_LOG_LEVEL: 'silent' }));
await app.ready();
const text = `${JSON.stringify(app.swagger(), null, 2)}\n`;
await app.close();

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') === text) {
  process.stdout.write('docs/openapi.json is current.\n');
} else {
  process.stderr.write('docs/openapi.json is not current: run npm run openapi\n');
  process.exitCode = 1;
}
