import type { Words } from './languages.ts';

/** What a country says otherwise than this app does: by the places of the words, such as `start.heading`. */
export type CountryWords = Readonly<Record<string, string>>;

/** The words of a language with those that the country has of its own. What names no word of the app is passed over. */
export const withCountryWords = (words: Words, own: CountryWords): Words => ({
  ...words,
  app: changed(words.app, own),
  verdict: changed(words.verdict, own),
});

/** What the country may not say: of the file, not of the app. */
const fixed: ReadonlySet<string> = new Set(['language', 'direction', 'name']);

function changed<Tree extends object>(tree: Tree, own: CountryWords, path = ''): Tree {
  const entries = Object.entries(tree).map(([name, value]: [string, unknown]) => {
    const place = path + name;
    if (typeof value === 'object' && value !== null) return [name, changed(value, own, `${place}.`)];
    return [name, Object.hasOwn(own, place) && !fixed.has(place) ? own[place] : value];
  });
  return Object.fromEntries(entries) as Tree;
}
