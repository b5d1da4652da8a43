import { readFileSync } from 'node:fs';
import type { CountryPack } from '../../country/pack.ts';
import type { PackFault } from '../../country/pack-fault.ts';
import { packFile } from '../../country/pack-file.ts';

/** An emblem that is no SVG, or one that does or fetches anything: the verifier shows it too. */
export function emblemFaults(pack: CountryPack): PackFault[] {
  const file = packFile(pack, 'emblem.svg');
  if (file === undefined) return [];
  const text = readFileSync(file, 'utf8');
  const fault = (message: string, at = 0): PackFault => {
    const lines = text.slice(0, at).split('\n');
    return {
      file,
      place: { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 },
      pointer: '',
      message,
    };
  };
  if (!isSvg(text))
    return [fault('must be an SVG picture: its root <svg xmlns="http://www.w3.org/2000/svg">')];
  return forbidden.flatMap(([pattern, message]) => {
    const found = pattern.exec(text);
    return found ? [fault(message, found.index)] : [];
  });
}

/** Behind a declaration and comments, the root is an element svg of SVG's namespace, and it is closed. */
function isSvg(text: string): boolean {
  const bare = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .trim()
    .replace(/^<\?xml[^>]*\?>\s*/, '');
  const root = /^<svg\b[^>]*>/.exec(bare)?.[0];
  if (root === undefined || !/\sxmlns=["']http:\/\/www\.w3\.org\/2000\/svg["']/.test(root)) return false;
  return root.endsWith('/>') ? bare === root : bare.endsWith('</svg>');
}

const forbidden: readonly (readonly [RegExp, string])[] = [
  [/<script\b/i, 'must have no script'],
  [/\son[a-z]+\s*=/i, 'must have no event handler (on…=)'],
  [/<!(?:DOCTYPE|ENTITY)\b/i, 'must have no DOCTYPE'],
  [/\bhref\s*=\s*["'](?!#|data:)/i, 'must refer to nothing outside of itself'],
  [/url\(\s*["']?(?!#|data:)/i, 'must refer to nothing outside of itself'],
];
