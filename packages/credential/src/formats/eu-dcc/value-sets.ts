import countries from './value-sets/countries.json' with { type: 'json' };
import diseases from './value-sets/diseases.json' with { type: 'json' };
import manufacturers from './value-sets/manufacturers.json' with { type: 'json' };
import products from './value-sets/products.json' with { type: 'json' };
import prophylaxis from './value-sets/prophylaxis.json' with { type: 'json' };
import testDevices from './value-sets/test-devices.json' with { type: 'json' };
import testResults from './value-sets/test-results.json' with { type: 'json' };
import testTypes from './value-sets/test-types.json' with { type: 'json' };

/** Codes of one kind, as the eHealth Network publishes them. */
interface ValueSet {
  readonly source: string;
  readonly id: string;
  /** Day of publication. */
  readonly version: string;
  /** By code. One that is not active stands only in certificates of before. */
  readonly codes: Readonly<Record<string, { readonly display: string; readonly active?: boolean }>>;
}

/** The value sets of EU DCC. That of test devices is an excerpt of the JRC's database. */
export const valueSets = {
  countries,
  diseases,
  manufacturers,
  products,
  prophylaxis,
  testDevices,
  testResults,
  testTypes,
} as const satisfies Record<string, ValueSet>;

export type ValueSetName = keyof typeof valueSets;

/** What a code means, in English, whether it is active or not; undefined where the set has no such code. */
export const displayOf = (set: ValueSetName, code: string): string | undefined => codeOf(set, code)?.display;

/** Whether a set has a code, and new certificates may have it. */
export function isActive(set: ValueSetName, code: string): boolean {
  const found = codeOf(set, code);
  return found !== undefined && found.active !== false;
}

function codeOf(set: ValueSetName, code: string): ValueSet['codes'][string] | undefined {
  const { codes }: ValueSet = valueSets[set];
  return Object.hasOwn(codes, code) ? codes[code] : undefined;
}
