import { expect } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import type { Verification } from '../../../src/verification/verdict.ts';
import { verify } from '../../../src/verification/verify.ts';
import { at } from '../../sample-issuer.ts';
import type { Change } from './change.ts';
import type { Payload } from './payloads.ts';
import { differOnlyWithin, showTheSame } from './what-is-shown.ts';

/** What became of changes: by kind, how many with which answer. */
export class Tally {
  readonly #counts = new Map<string, Map<string, number>>();
  total = 0;

  add(kind: string, answer: string): void {
    const answers = this.#counts.get(kind) ?? new Map<string, number>();
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
    this.#counts.set(kind, answers);
    this.total += 1;
  }

  /** How many with one answer, over all kinds. */
  of(answer: string): number {
    return [...this.#counts.values()].reduce((sum, answers) => sum + (answers.get(answer) ?? 0), 0);
  }

  /** A line for each kind. */
  toString(): string {
    const lines = [...this.#counts].map(([kind, answers]) => {
      const counts = [...answers].sort().map(([answer, count]) => `${answer} ${count}`);
      return `${kind}: ${counts.join(', ')}`;
    });
    return [...lines.sort(), `together: ${this.total}`].join('\n');
  }
}

/**
 * Verifies changes of a genuine certificate. Each must be refused, or show what the genuine one shows; in a format
 * that leaves values open, also what differs only among the members that the verdict names.
 */
export async function judgeChanges(payload: Payload, changes: Iterable<Change>, tally: Tally): Promise<void> {
  for (const { kind, scanned } of changes) {
    const verification = await verify(scanned, { trust: payload.trust, at });
    const answer = answerOf(verification, payload.credential);
    tally.add(kind, answer);
    if (answer === 'ALTERED AND VALID') {
      expect.fail(`${payload.name}, ${kind}: ${JSON.stringify({ scanned, verification }, null, 1)}`);
    }
  }
}

function answerOf({ verdict, credential, checks }: Verification, genuine: JsonObject): string {
  if (verdict !== 'valid') return verdict;
  if (!credential) return 'ALTERED AND VALID';
  if (showTheSame(credential, genuine)) return 'valid, shows the same';
  const open = checks.find(({ code }) => code === 'binding.open');
  const groups = (open?.values?.groups ?? '').split('; ').map((names) => names.split(' / '));
  return open && differOnlyWithin(groups, credential, genuine)
    ? 'valid, exchange named'
    : 'ALTERED AND VALID';
}
