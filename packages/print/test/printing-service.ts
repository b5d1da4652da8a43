/** A service that prints a page without an end, and tells the processes that it started. */
import { readFileSync } from 'node:fs';
import { openPrinter } from '../src/printer.ts';

const printer = openPrinter({
  directories: [process.argv[2] ?? ''],
  limits: { processorTime: 600_000, time: 600_000, memory: 768 },
});
void printer.print({
  template: 'templates/own.typ',
  languages: ['en'],
  country: 'XX',
  content: {},
  qr: { svg: '' },
  attachment: { name: 'a', bytes: new Uint8Array(), mediaType: 'text/plain', description: 'x' },
  issuedAt: '2026-01-01T00:00:00.000Z',
});
// When it is at it.
setTimeout(() => {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean);
  process.send?.(children.map(Number));
}, 2_000);
