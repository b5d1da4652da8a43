/**
 * Writes packages/print/src/drawable-code-points.json from the fonts of the certificates; with --check, fails where
 * the file is not current. Asking the fonts in every thread would cost 20 MB and half a second each.
 */
import { runsOf } from '@mohar/print/code-point-runs.ts';
import { fontCodePoints } from '@mohar/print/font-code-points.ts';
import { readFonts } from '@mohar/print/fonts.ts';
import { keepCurrent } from './keep-current.ts';

const runs = runsOf(readFonts().flatMap(fontCodePoints));
const text = `[\n${runs.map((run) => `  ${JSON.stringify(run).replace(',', ', ')}`).join(',\n')}\n]\n`;

keepCurrent('packages/print/src/drawable-code-points.json', text, 'glyphs');
