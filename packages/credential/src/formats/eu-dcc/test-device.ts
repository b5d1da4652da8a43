import { bareName, wordsOf } from '../../words-of.ts';
import { valueSets } from './value-sets.ts';

/** What a laboratory says of the test that it used. */
export interface NamedTest {
  readonly testName?: string;
  readonly manufacturer?: string;
}

/**
 * The id of a rapid antigen test in the EU's list, by its maker and its name as that list has them, or by the id itself in
 * the place of the name. Both must be said: many makers call their test the same, and the list has not all of them. Case,
 * punctuation and the legal form of a company do not count.
 *
 * @returns undefined where the list has no such test, or several.
 */
export function deviceNamed({ testName = '', manufacturer = '' }: NamedTest): string | undefined {
  const [test, testWithMaker, by] = [bareName(testName), makerOf(testName), makerOf(manufacturer)];
  const [found, ...others] = devices.filter(
    ({ id, maker, name }) =>
      (test === name && by === maker) ||
      test === `${maker}${name}` ||
      testWithMaker === `${maker}${name}` ||
      (testName.trim() === id && (manufacturer === '' || by === maker)),
  );
  return others.length === 0 ? found?.id : undefined;
}

const makerOf = (text: string): string =>
  wordsOf(text)
    .filter((word) => !legalForms.includes(word))
    .join('');

const legalForms: readonly string[] = [
  'co',
  'company',
  'corp',
  'corporation',
  'gmbh',
  'inc',
  'limited',
  'llc',
  'ltd',
];

/** In the list, maker and name stand in one text, the name behind the last comma. */
const devices = Object.entries(valueSets.testDevices.codes).map(([id, { display }]) => {
  const comma = display.lastIndexOf(', ');
  return { id, maker: makerOf(display.slice(0, comma)), name: bareName(display.slice(comma + 2)) };
});
