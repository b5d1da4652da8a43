/** Where things stand on a page, and whether they are in each other's way. */
import type { codeOnPaper, PlacedText } from './on-paper.ts';

/** Pairs of texts that stand upon each other. */
export const collisions = (texts: readonly PlacedText[]) =>
  texts.flatMap((one, n) =>
    texts
      .slice(n + 1)
      .filter((other) => overlaps(one, other) && !isOneCluster(one, other))
      .map((other) => [one, other]),
  );

/**
 * Letters of one line that belong upon each other: readers of PDFs take signs and conjuncts of some scripts for texts of their
 * own, which reach into their neighbours by less than a letter.
 */
function isOneCluster(one: PlacedText, other: PlacedText): boolean {
  const size = (one.top - one.bottom) / 0.7;
  return (
    Math.abs(one.bottom - other.bottom) < 0.1 &&
    [one, other].every(({ text }) => /[^\p{Script=Latin}\p{Script=Common}]/u.test(text)) &&
    Math.min(one.right, other.right) - Math.max(one.left, other.left) < 1.2 * size
  );
}

/** A place on a page, in points from its lower left corner. */
export type Box = Omit<PlacedText, 'text'>;

/** Whether two places overlap: more than letters of one line do, which are kerned. */
export const overlaps = (one: Box, other: Box) =>
  Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2 &&
  Math.min(one.top, other.top) - Math.max(one.bottom, other.bottom) > 0.3;

/** In points. */
export const millimetres = 72 / 25.4;
const frame = 8 * millimetres;
/** Whether a text of an A4 page reaches into its frame, or out of the page. */
export const outOfFrame = ({ left, right, bottom, top }: PlacedText) =>
  left < frame || right > 210 * millimetres - frame || bottom < frame || top > 297 * millimetres - frame;

/** A code with its quiet zone, of four modules; of codes as they are here no module is wider than a millimetre. */
export function boxOf(code: Awaited<ReturnType<typeof codeOnPaper>>): Box {
  if (!code) throw new Error('There is no code on the page.');
  const { topLeft, topRight, bottomLeft, bottomRight } = code.position;
  const points = [topLeft, topRight, bottomLeft, bottomRight].map(({ x, y }) => ({
    x: (x * 72) / 150,
    y: 297 * millimetres - (y * 72) / 150,
  }));
  const quiet = 4;
  return {
    left: Math.min(...points.map(({ x }) => x)) - quiet,
    right: Math.max(...points.map(({ x }) => x)) + quiet,
    bottom: Math.min(...points.map(({ y }) => y)) - quiet,
    top: Math.max(...points.map(({ y }) => y)) + quiet,
  };
}
