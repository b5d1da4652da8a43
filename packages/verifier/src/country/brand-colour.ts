/**
 * Black or white: whichever is easier to read on a colour (WCAG 2.2, contrast ratio; at least 4.5 for one of them).
 *
 * @param colour `#rrggbb`.
 */
export function textColourOn(colour: string): '#000000' | '#ffffff' {
  const luminance = relativeLuminance(colour);
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#ffffff' : '#000000';
}

/** WCAG 2.2, relative luminance: 0 for black to 1 for white. */
function relativeLuminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
