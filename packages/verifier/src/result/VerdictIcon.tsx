import type { ShownVerdict } from './standing.ts';

/** A seal, round with sixteen waves: what this software is named after. Radius 44, centre 50 50. */
const seal = scalloped(16, 42, 3.2);
const octagon = 'M32.8 8.5h34.4l24.3 24.3v34.4l-24.3 24.3H32.8L8.5 67.2V32.8z';
const circle = 'M50 7a43 43 0 1 1 0 86a43 43 0 0 1 0-86z';
const triangle =
  'M50 10a7 7 0 0 1 6.1 3.6l37 66A7 7 0 0 1 87 90H13a7 7 0 0 1-6.1-10.4l37-66A7 7 0 0 1 50 10z';

const cross = 'M36 36l28 28M64 36 36 64';
const drawings: Record<ShownVerdict, { outline: string; sign: string }> = {
  valid: { outline: seal, sign: 'M31 51l13 13 26-28' },
  revoked: { outline: octagon, sign: 'M29 50h42' },
  superseded: { outline: octagon, sign: 'M50 31v31M37 51l13 13 13-13M34 73h32' },
  expired: { outline: circle, sign: 'M50 28v23l15 10' },
  'not-yet-valid': { outline: circle, sign: 'M50 28v23l15 10' },
  'untrusted-issuer': { outline: triangle, sign: 'M50 38v24M50 75v.1' },
  tampered: { outline: octagon, sign: cross },
  malformed: { outline: octagon, sign: cross },
  unreadable: { outline: circle, sign: 'M38 40a12 12 0 1 1 18 10.4c-4 2.3-6 5-6 9.6M50 73v.1' },
};

/** Each verdict has a shape of its own, for those who do not tell the colours apart. The words stand beside it. */
export function VerdictIcon({ verdict }: { verdict: ShownVerdict }) {
  const { outline, sign } = drawings[verdict];
  return (
    <svg viewBox="0 0 100 100" className="verdict-icon" aria-hidden="true" focusable="false">
      <path d={outline} fill="currentColor" />
      <path d={sign} className="verdict-sign" />
    </svg>
  );
}

/** A circle whose edge goes up and down. */
function scalloped(waves: number, radius: number, depth: number): string {
  const steps = waves * 8;
  const points = Array.from({ length: steps }, (_, n) => {
    const angle = (n / steps) * 2 * Math.PI;
    const distance = radius + depth * Math.cos(waves * angle);
    return `${(50 + distance * Math.sin(angle)).toFixed(2)} ${(50 - distance * Math.cos(angle)).toFixed(2)}`;
  });
  return `M${points.join('L')}z`;
}
