import table from './term-table.json' with { type: 'json' };

/**
 * Members' names and values that certificates share, by number. A published table never changes: what was written
 * with it could not be read any more. A better one is a new file, with the next version in the code's prefix.
 */
const names: readonly string[] = table.names;
const values: readonly string[] = table.values;
const numberOfName = new Map(names.map((name, number) => [name, number]));
const numberOfValue = new Map(values.map((value, number) => [value, number]));

/**
 * The integer that stands for a member's name; undefined for a name that is not in the table. Numbers are folded
 * to both sides of zero (0, −1, 1, −2, 2, …): CBOR writes the first 48 in one byte.
 */
export function integerOfName(name: string): number | undefined {
  const number = numberOfName.get(name);
  if (number === undefined) return undefined;
  return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
}

/** The name that a number stands for; undefined where the table has none, as for a fraction. */
export const nameOfInteger = (integer: number): string | undefined =>
  Number.isInteger(integer) ? names[integer >= 0 ? integer * 2 : -integer * 2 - 1] : undefined;

/** The negative integer that stands for a value: −1 for the first. */
export function integerOfValue(value: string): number | undefined {
  const number = numberOfValue.get(value);
  return number === undefined ? undefined : -1 - number;
}

/** The value that a negative integer stands for; undefined where the table has none. */
export const valueOfInteger = (integer: number): string | undefined => values[-1 - integer];
