import type { Row } from './row.ts';

const heads = ['What', 'Mohar', 'Peer', 'Its figure', '×'];

/** Rows as columns of a fixed width. */
export function textTable(rows: readonly Row[]): string {
  const lines = [heads, ...rows.flatMap(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const padded = lines.map((line) =>
    line.map((cell, n) => (n === 0 || n === 2 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))),
  );
  return padded.map((line) => `${line.join('  ').trimEnd()}\n`).join('');
}

/** Rows as a table in Markdown. */
export const markdownTable = (rows: readonly Row[]): string =>
  [heads, ['---', '--:', '---', '--:', '--:'], ...rows.flatMap(cellsOf)]
    .map((line) => `| ${line.join(' | ')} |\n`)
    .join('');

/** A line for each peer; Mohar's figure is on the first. */
function cellsOf({ what, figure, unit = '/s', peers = [] }: Row): string[][] {
  const ours = [what, shown(figure, unit)];
  const [first, ...others] = peers.map((peer) => [
    peer.what,
    shown(peer.figure, unit),
    times(figure, peer.figure, unit),
  ]);
  return [[...ours, ...(first ?? ['', '', ''])], ...others.map((cells) => ['', '', ...cells])];
}

/** How many times better than a peer: more a second, or less of anything else. */
function times(ours: number | undefined, theirs: number | undefined, unit: string): string {
  if (ours === undefined || theirs === undefined) return '';
  return (unit === '/s' ? ours / theirs : theirs / ours).toFixed(2);
}

function shown(figure: number | undefined, unit: string): string {
  if (figure === undefined) return 'not measured';
  const maximumFractionDigits = figure < 10 ? 2 : figure < 100 ? 1 : 0;
  const number = figure.toLocaleString('en', { maximumFractionDigits });
  return unit === '/s' ? `${number}/s` : `${number} ${unit}`;
}
