import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { SigningKey } from './registry/signing-keys.ts';
import type { SigningKeyState } from './registry/tables.ts';

/** What the service counts, for Prometheus. Labels never hold what could name a person. */
export interface Metrics {
  /** One event of a certify call came to an end. */
  certified(kind: string, status: string): void;
  /** Rows of an upload came to an end, by outcome. */
  bulkCertified(kind: string, rows: Readonly<Record<string, number>>): void;
  /** One request was answered; `route` is the pattern, never the URL. */
  requested(method: string, route: string, status: number, seconds: number): void;
  /** The keys of the registry are these now. */
  signingKeys(keys: readonly SigningKey[]): void;
  /** Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

const keyStates: readonly SigningKeyState[] = ['created', 'active', 'retiring', 'compromised'];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'mohar_' });
  const events = new Counter({
    name: 'mohar_events_total',
    help: 'Events of certify calls, by kind and outcome',
    labelNames: ['kind', 'status'],
    registers: [registry],
  });
  const requests = new Histogram({
    name: 'mohar_http_request_seconds',
    help: 'Time to answer, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const rows = new Counter({
    name: 'mohar_bulk_rows_total',
    help: 'Rows of uploads, by kind and outcome',
    labelNames: ['kind', 'status'],
    registers: [registry],
  });
  const keysByState = new Gauge({
    name: 'mohar_signing_keys',
    help: 'Keys of the registry, by state',
    labelNames: ['state'],
    registers: [registry],
  });
  const keyExpiry = new Gauge({
    name: 'mohar_signing_key_expiry_timestamp_seconds',
    help: 'When an active key stops to count, in seconds since 1970; absent where it has no end',
    labelNames: ['key'],
    registers: [registry],
  });
  return {
    signingKeys: (keys) => {
      for (const state of keyStates) {
        keysByState.set({ state }, keys.filter((key) => key.state === state).length);
      }
      keyExpiry.reset();
      for (const { id, state, validUntil } of keys) {
        if (state === 'active' && validUntil) keyExpiry.set({ key: id }, validUntil.getTime() / 1_000);
      }
    },
    bulkCertified: (kind, counts) => {
      for (const [status, count] of Object.entries(counts)) rows.inc({ kind, status }, count);
    },
    certified: (kind, status) => events.inc({ kind, status }),
    requested: (method, route, status, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
