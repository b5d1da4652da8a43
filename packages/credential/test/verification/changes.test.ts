import { describe, expect, test } from 'vitest';
import { choicesFrom } from './changes/choices.ts';
import { judgeChanges, Tally } from './changes/judge-changes.ts';
import { changesOfMembers } from './changes/of-members.ts';
import { changesOfProofs } from './changes/of-proofs.ts';
import { changesOfText } from './changes/of-text.ts';
import { changesOfValues } from './changes/of-values.ts';
import { ownPayloads } from './changes/payloads.ts';
import { oneIn } from './changes/sample.ts';

/** With those of the two other files of changes: more than 100,000. */
describe("changes to Mohar's own certificates: none that alters what is shown is valid", async () => {
  const tally = new Tally();
  const payloads = await ownPayloads();

  test.each(payloads.map((payload, n) => ({ payload, n })))('$payload.name', async ({ payload, n }) => {
    const choices = choicesFrom(n + 1);
    await judgeChanges(payload, oneIn(5, changesOfText(payload, choices, 3), choices), tally);
    await judgeChanges(payload, oneIn(5, changesOfValues(payload), choices), tally);
    await judgeChanges(payload, oneIn(5, changesOfMembers(payload, choices, 3), choices), tally);
    await judgeChanges(payload, changesOfProofs(payload, choices), tally);
  });

  test('were many; the exchanged values of DIVOC’s format are found, not just named', () => {
    console.info(String(tally));
    expect(tally.of('valid, exchange named')).toBe(0);
    expect(tally.of('valid, shows the same')).toBeGreaterThan(1_000);
    expect(tally.total).toBeGreaterThan(20_000);
  });
});
