import { expect, test } from 'vitest';
import { compareWithLibraries } from './differential.ts';

test('random documents in the shapes of eddsa-rdfc-2022 have the bytes that the libraries write', async () => {
  const { planned, fallback } = await compareWithLibraries('eddsa-rdfc-2022', 30_000);
  process.stdout.write(`${planned} by plan, ${fallback} through the libraries, no difference\n`);
  expect(planned).toBeGreaterThan(8_000);
  expect(fallback).toBeGreaterThan(1_000);
});
