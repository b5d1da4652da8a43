import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const weights = ['400Regular', '600SemiBold', '700Bold'];

/** Scripts that certificates, names and addresses are written in, by the names of Noto's families. */
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
  'Ol Chiki',
  'Meetei Mayek',
  'Sinhala',
  'Arabic',
];

const fileOf = (family: string, weight: string) =>
  `@expo-google-fonts/${family.toLowerCase().replaceAll(' ', '-')}/${weight}/${family.replaceAll(' ', '')}_${weight}.ttf`;

/** The fonts of certificates: static TrueType files from npm packages. Fonts of the machine are not needed. */
const files = [
  ...['Noto Sans', ...scripts.map((script) => `Noto Sans ${script}`)].flatMap((family) =>
    weights.map((weight) => fileOf(family, weight)),
  ),
  ...weights.slice(1).map((weight) => fileOf('Noto Serif', weight)),
];

const require = createRequire(import.meta.url);

/** The bytes of every font. */
export const readFonts = (): Buffer[] => files.map((file) => readFileSync(require.resolve(file)));
