/** Writes docs/openapi.json from the routes' schemas; with --check, fails where the file is not current. */
import { buildApp } from '@mohar/service/src/app.ts';
import { readConfig } from '@mohar/service/src/config.ts';
import { createMetrics } from '@mohar/service/src/metrics.ts';
import type { Services } from '@mohar/service/src/services.ts';
import { keepCurrent } from './keep-current.ts';

// Describing the routes takes no database and no keys: nothing here is called.
const services = { metrics: createMetrics(), clock: () => 0 } as unknown as Services;
const app = await buildApp(services, readConfig({ MOHAR_LOG_LEVEL: 'silent' }));
await app.ready();
const text = `${JSON.stringify(app.swagger(), null, 2)}\n`;
await app.close();

keepCurrent('docs/openapi.json', text, 'openapi');
