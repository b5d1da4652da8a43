import { createRequire } from 'node:module';

/** What templates can ask for (docs/countries/templates.md): grows by one where a template of before would fail. */
export const templateInterface = 1;

/** The packages that a page depends on beside its design: the compiler, and the fonts that come with Mohar. */
const printed = /^@myriaddreamin\/typst-ts-node-compiler$|^@expo-google-fonts\//;

/** Names what draws pages: the compiler and its version, and a word for the fonts, which changes where one of them does. */
export function rendererVersion(): string {
  const { dependencies } = createRequire(import.meta.url)('../../package.json') as {
    dependencies: Readonly<Record<string, string>>;
  };
  return Object.entries(dependencies)
    .filter(([name]) => printed.test(name))
    .map(([name, version]) => `${name.replace(/^@[^/]+\//, '')}@${version}`)
    .sort()
    .join(' ');
}
