import { expect, it } from 'vitest';
import { forgetAt } from '../src/result/forgetting.ts';

const noon = Date.parse('2026-05-01T12:00:00Z');
const seconds = (count: number) => count * 1_000;

it('forgets two minutes after the last touch', () => {
  expect(forgetAt({ touchedAt: noon })).toBe(noon + seconds(120));
});

it('forgets half a minute after the page went out of sight', () => {
  expect(forgetAt({ touchedAt: noon, hiddenSince: noon + seconds(10) })).toBe(noon + seconds(40));
});

it('being out of sight never makes it last longer', () => {
  expect(forgetAt({ touchedAt: noon, hiddenSince: noon + seconds(110) })).toBe(noon + seconds(120));
});
