/** One thing wrong with what a caller sent. Names the place and the rule, never the value found there. */
export interface Fault {
  /** JSON Pointer (RFC 6901) to the member, from the root of the request. */
  readonly pointer: string;
  /** Short, stable name of the rule that was broken, for programs: `required`, `civil-date`, `future`… */
  readonly rule: string;
  /** What would be right, for people. */
  readonly message: string;
}

/** What parsing gives: the parsed value, or every fault that was found. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Appends one reference token to a JSON Pointer, escaped by RFC 6901, section 3. */
export const pointerTo = (base: string, token: string | number) =>
  `${base}/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`;
