import { describe, expect, test } from 'vitest';
import { choicesFrom } from './changes/choices.ts';
import { judgeChanges, Tally } from './changes/judge-changes.ts';
import { changesOfMembers } from './changes/of-members.ts';
import { changesOfProofs } from './changes/of-proofs.ts';
import { changesOfText } from './changes/of-text.ts';
import { changesOfValues } from './changes/of-values.ts';
import { foreignPayloads } from './changes/payloads.ts';
import { oneIn } from './changes/sample.ts';

describe("changes to other issuers' certificates: what is altered is refused, or named as open", () => {
  const tally = new Tally();

  test.each(foreignPayloads().map((payload, n) => ({ payload, n })))(
    '$payload.name',
    async ({ payload, n }) => {
      const choices = choicesFrom(n + 101);
      await judgeChanges(payload, oneIn(3, changesOfText(payload, choices, 2), choices), tally);
      await judgeChanges(payload, oneIn(3, changesOfValues(payload), choices), tally);
      await judgeChanges(payload, oneIn(3, changesOfMembers(payload, choices, 3), choices), tally);
      await judgeChanges(payload, changesOfProofs(payload, choices), tally);
    },
  );

  test('were many', () => {
    console.info(String(tally));
    expect(tally.of('valid, exchange named')).toBeGreaterThan(10);
    expect(tally.total).toBeGreaterThan(12_000);
  });
});
