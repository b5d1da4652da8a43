/** Code points that are drawn: first and last of each run, the runs in order and apart. */
export type CodePointRuns = readonly (readonly [first: number, last: number])[];

/** The runs of code points in any order. */
export function runsOf(points: Iterable<number>): CodePointRuns {
  const runs: [number, number][] = [];
  for (const point of [...new Set(points)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[1] === point - 1) last[1] = point;
    else runs.push([point, point]);
  }
  return runs;
}

/** Whether a code point is in one of the runs. */
export function isInRuns(runs: CodePointRuns, point: number): boolean {
  let from = 0;
  let to = runs.length - 1;
  while (from <= to) {
    const middle = (from + to) >> 1;
    const [first, last] = runs[middle] as CodePointRuns[number];
    if (point < first) to = middle - 1;
    else if (point > last) from = middle + 1;
    else return true;
  }
  return false;
}
