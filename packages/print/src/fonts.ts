import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const weights = ['400Regular', '600SemiBold', '700Bold'];

/** Scripts that names and addresses are written in, by the names of Noto's families. */
const scripts = [
  'Devanagari',
  'Tamil',
  'Bengali',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Gujarati',
  'Gurmukhi',
  'Oriya',
  'Sinhala',
  'Arabic',
];

/** The fonts of certificates: static TrueType files from npm packages. Fonts of the machine are not needed. */
const files = [
  ...weights.map((weight) => `@expo-google-fonts/noto-sans/${weight}/NotoSans_${weight}.ttf`),
  ...scripts.flatMap((script) =>
    weights.map(
      (weight) =>
        `@expo-google-fonts/noto-sans-${script.toLowerCase()}/${weight}/NotoSans${script}_${weight}.ttf`,
    ),
  ),
  '@expo-google-fonts/noto-serif/600SemiBold/NotoSerif_600SemiBold.ttf',
  '@expo-google-fonts/noto-serif/700Bold/NotoSerif_700Bold.ttf',
];

const require = createRequire(import.meta.url);

/** The bytes of every font. */
export const readFonts = (): Buffer[] => files.map((file) => readFileSync(require.resolve(file)));
