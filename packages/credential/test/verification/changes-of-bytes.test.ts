import { describe, expect, test } from 'vitest';
import { choicesFrom } from './changes/choices.ts';
import { judgeChanges, Tally } from './changes/judge-changes.ts';
import { changesOfBytes } from './changes/of-bytes.ts';
import { foreignPayloads, ownPayloads } from './changes/payloads.ts';

describe('changes to the bytes of a QR code: none that alters what is shown is valid', async () => {
  const tally = new Tally();
  const payloads = [...(await ownPayloads()), ...foreignPayloads()];

  test.each(payloads.map((payload, n) => ({ payload, n })))('$payload.name', async ({ payload, n }) => {
    await judgeChanges(payload, changesOfBytes(payload, choicesFrom(n + 201)), tally);
  });

  test('were many, and exchanged nothing', () => {
    console.info(String(tally));
    expect(tally.of('valid, exchange named')).toBe(0);
    expect(tally.total).toBeGreaterThan(70_000);
  });
});
