import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DocumentKeyWarning } from './keys/documents/document-key-notice.ts';
import type { DocumentKey } from './registry/document-keys.ts';
import type { SigningKey } from './registry/signing-keys.ts';
import type { SigningKeyState } from './registry/tables.ts';

/** What the service counts, for Prometheus. Labels never hold what could name a person. */
export interface Metrics {
  /** One event of a certify call came to an end. */
  certified(kind: string, status: string): void;
  /** Rows of an upload came to an end, by outcome. */
  bulkCertified(kind: string, rows: Readonly<Record<string, number>>): void;
  /** A certificate was asked for in another format: its code's version, or why there is none. */
  exported(format: string, outcome: { readonly version: number } | { readonly refused: string }): void;
  /** One request was answered; `route` is the pattern, never the URL. */
  requested(method: string, route: string, status: number, seconds: number): void;
  /** The keys of the registry are these now. */
  signingKeys(keys: readonly SigningKey[]): void;
  /** The document keys of the registry are these now. */
  documentKeys(keys: readonly DocumentKey[]): void;
  /** Where to ask what is to be said of document keys, whenever the metrics are read. */
  documentKeyWarnings(read: () => readonly DocumentKeyWarning[]): void;
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
  const exports = new Counter({
    name: 'mohar_exports_total',
    help: 'Certificates asked for in other formats, by format and outcome',
    labelNames: ['format', 'status'],
    registers: [registry],
  });
  const codeVersions = new Histogram({
    name: 'mohar_export_code_version',
    help: 'Versions (sizes) of the QR codes of other formats',
    labelNames: ['format'],
    buckets: [10, 13, 15, 17, 19, 20, 21, 22],
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
  const documentKeyEnd = new Gauge({
    name: 'mohar_document_key_expiry_timestamp_seconds',
    help: 'Until when an active document key signs, in seconds since 1970',
    labelNames: ['use', 'key'],
    registers: [registry],
  });
  const documentKeysByState = new Gauge({
    name: 'mohar_document_keys',
    help: 'Document keys of the registry, by use and state',
    labelNames: ['use', 'state'],
    registers: [registry],
  });
  let readWarnings: () => readonly DocumentKeyWarning[] = () => [];
  new Gauge({
    name: 'mohar_document_key_warnings',
    help: 'What is to be said of document keys now, by use and code; absent where there is nothing',
    labelNames: ['use', 'code'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { use, code } of readWarnings()) this.inc({ use, code });
    },
  });
  return {
    documentKeyWarnings: (read) => {
      readWarnings = read;
    },
    documentKeys: (keys) => {
      documentKeysByState.reset();
      for (const { use, state } of keys) documentKeysByState.inc({ use, state });
      documentKeyEnd.reset();
      for (const { id, use, state, signsUntil } of keys) {
        if (state === 'active' && signsUntil)
          documentKeyEnd.set({ use, key: id }, signsUntil.getTime() / 1_000);
      }
    },
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
    exported: (format, outcome) => {
      const refused = 'refused' in outcome;
      exports.inc({ format, status: refused ? outcome.refused : 'issued' });
      if (!refused) codeVersions.observe({ format }, outcome.version);
    },
    certified: (kind, status) => events.inc({ kind, status }),
    requested: (method, route, status, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
