import type { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import type { PrintError } from '../../src/print-error.ts';
import { openPrinter } from '../../src/printer.ts';

/** How the machine lets no process start; undefined where it does. */
const machine = vi.hoisted(() => ({ fails: undefined as 'throws' | 'emits' | 'ends' | undefined }));
vi.mock('node:child_process', async (original) => {
  const actual = await original<{ spawn: typeof spawn }>();
  return {
    ...actual,
    spawn: (file: string, rest: readonly string[], options: object) => {
      if (machine.fails === 'throws') throw new Error('spawn ENOMEM');
      if (machine.fails === 'emits') return actual.spawn('/no/such/program', [], options);
      return actual.spawn(file, machine.fails === 'ends' ? ['-c', 'exit 3'] : rest, options);
    },
  };
});
afterEach(() => {
  machine.fails = undefined;
});

const directory = mkdtempSync(join(tmpdir(), 'mohar-no-process-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
cpSync(join(import.meta.dirname, '../../../../countries/default/messages'), join(directory, 'messages'), {
  recursive: true,
});
mkdirSync(join(directory, 'templates'));
writeFileSync(
  join(directory, 'templates/page.typ'),
  '#set document(title: "t", date: datetime(year: 2026, month: 1, day: 1))\n#set text(font: "Noto Sans", lang: "en")\nHello',
);

test.each(['throws', 'emits', 'ends'] as const)(
  'whoever waits is told that no process can be started, and the next one gets its page: %s',
  async (fails) => {
    const printer = openPrinter({ directories: [directory], width: 1 });
    const print = () =>
      printer.print({
        template: 'templates/page.typ',
        languages: ['en'],
        country: 'XX',
        content: {},
        issuedAt: '2026-01-01T00:00:00.000Z',
      });
    machine.fails = fails;
    const failures = await Promise.all([1, 2, 3].map(() => print().catch((error: PrintError) => error.code)));
    expect(failures).toEqual(['renderer', 'renderer', 'renderer']);
    machine.fails = undefined;
    expect((await print()).length).toBeGreaterThan(1_000);
    await printer.close();
  },
);
