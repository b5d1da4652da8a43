import { afterEach, expect, it, vi } from 'vitest';
import { Engine, EngineError } from '../src/engine/engine.ts';
import type { Envelope, Reply } from '../src/engine/protocol.ts';

/** Stands for the browser's workers; each is told what the page says to it. */
class FakeWorker {
  static readonly started: FakeWorker[] = [];
  readonly told: Envelope[] = [];
  onmessage: ((event: { data: Reply }) => void) | undefined;
  terminated = false;
  constructor() {
    FakeWorker.started.push(this);
  }
  postMessage(envelope: Envelope) {
    this.told.push(envelope);
  }
  terminate() {
    this.terminated = true;
  }
  /** Says that the last thing that it was told failed. */
  fail(failure: 'not-here-yet' | 'broken') {
    this.onmessage?.({ data: { id: this.told.at(-1)?.id ?? -1, failure, name: 'Error' } });
  }
}
const newest = () => FakeWorker.started.at(-1) as FakeWorker;

afterEach(() => {
  vi.unstubAllGlobals();
  FakeWorker.started.length = 0;
});

it('starts a worker anew once for each request that lacks code, also where what is kept cannot be opened', async () => {
  vi.stubGlobal('Worker', FakeWorker);
  const engine = new Engine();
  const open = engine.ask<'open'>({ kind: 'open', base: 'https://host.example/' });
  newest().fail('not-here-yet');
  await expect(open).rejects.toMatchObject({ failure: 'not-here-yet' });
  expect(FakeWorker.started.map(({ terminated }) => terminated)).toEqual([true, false]);
  expect(newest().told).toMatchObject([{ request: { kind: 'open' } }]);
  // The code is not there yet: it is not tried again and again until somebody asks.
  newest().fail('not-here-yet');
  expect(FakeWorker.started).toHaveLength(2);
  const judge = engine.ask<'judge'>({ kind: 'judge', scanned: '' });
  newest().fail('not-here-yet');
  await expect(judge).rejects.toBeInstanceOf(EngineError);
  expect(FakeWorker.started).toHaveLength(3);
});

it('keeps the worker where code is not what is missing', async () => {
  vi.stubGlobal('Worker', FakeWorker);
  const judge = new Engine().ask<'judge'>({ kind: 'judge', scanned: '' });
  newest().fail('broken');
  await expect(judge).rejects.toMatchObject({ failure: 'broken' });
  expect(FakeWorker.started).toHaveLength(1);
});
