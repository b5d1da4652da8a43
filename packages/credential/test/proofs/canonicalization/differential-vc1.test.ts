import { expect, test } from 'vitest';
import { compareWithLibraries } from './differential.ts';

test('random documents in the shapes of Ed25519Signature2018 have the bytes that the libraries write', async () => {
  const { planned, fallback } = await compareWithLibraries('Ed25519Signature2018', 20_000);
  process.stdout.write(`${planned} by plan, ${fallback} through the libraries, no difference\n`);
  expect(planned).toBeGreaterThan(8_000);
  expect(fallback).toBeGreaterThan(1_000);
});
