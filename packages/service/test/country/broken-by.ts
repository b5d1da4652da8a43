type Json = Record<string, unknown>;

/** An event that breaks one rule, and where. */
export interface Broken {
  readonly event: Json;
  readonly pointer: string;
}

/** A JSON Schema, as far as it is looked into. */
export interface Rules {
  readonly required?: readonly string[];
  readonly properties?: Readonly<
    Record<string, Rules & { readonly pattern?: string; readonly enum?: readonly unknown[] }>
  >;
}

/**
 * Events that are good but for one thing that the country demands: for each member that its rules require, the event without it; for
 * each that they limit, the event with what no rule lets through.
 */
export function brokenBy(rules: Rules | undefined, example: Json): Broken[] {
  return [
    // Mohar's own rules, which hold everywhere.
    { event: without(example, ['recipient', 'name']), pointer: '/recipient/name' },
    ...(rules ? brokenIn(rules, example, []) : []),
  ];
}

function brokenIn(rules: Rules, example: Json, path: readonly string[]): Broken[] {
  const pointer = (member: string) => `/${[...path, member].join('/')}`;
  return [
    ...(rules.required ?? []).map((member) => ({
      event: without(example, [...path, member]),
      pointer: pointer(member),
    })),
    ...Object.entries(rules.properties ?? {}).flatMap(([member, inner]) => {
      const limited = inner.pattern !== undefined || inner.enum !== undefined;
      const own = limited
        ? [{ event: withValue(example, [...path, member], '\u2603 no such value'), pointer: pointer(member) }]
        : [];
      return [...own, ...brokenIn(inner, example, [...path, member])];
    }),
  ];
}

const without = (event: Json, path: readonly string[]): Json => changed(event, path, undefined);
const withValue = (event: Json, path: readonly string[], value: unknown): Json => changed(event, path, value);

function changed(event: Json, [name = '', ...rest]: readonly string[], value: unknown): Json {
  const { [name]: inner, ...others } = event;
  if (rest.length > 0) return { ...others, [name]: changed((inner ?? {}) as Json, rest, value) };
  return value === undefined ? others : { ...others, [name]: value };
}
