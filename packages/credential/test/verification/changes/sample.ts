import type { Change } from './change.ts';
import type { Choices } from './choices.ts';

/** About one in so many of the changes, but all of the kind that DIVOC's format lets through. */
export function* oneIn(count: number, changes: Iterable<Change>, choices: Choices): Generator<Change> {
  for (const change of changes) {
    if (change.kind === 'exchanged within a node' || choices.below(count) === 0) yield change;
  }
}
