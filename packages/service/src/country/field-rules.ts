import { pointerTo } from '@mohar/credential/event/fault.ts';
import { compileSchema } from '@mohar/credential/event/schema-validation.ts';
import type { CertificateForm, CountryPack, FieldsPiece } from './pack.ts';
import type { PackFault } from './pack-fault.ts';
import type { ReadFile } from './read-piece.ts';

/** The rules of `fields.yaml`, ready to judge events, and what is wrong with them. */
export function fieldRulesOf(piece: ReadFile<FieldsPiece> | undefined): {
  rules: CountryPack['fieldRules'];
  faults: readonly PackFault[];
} {
  const faults: PackFault[] = [];
  const rules = Object.entries(piece?.value ?? {}).flatMap(([form, schema]) => {
    try {
      return [[form as CertificateForm, compileSchema(schema)] as const];
    } catch (error) {
      const { pointer, message } = faultIn(schema, (error as Error).message);
      faults.push(...(piece ? [piece.fault(`/${form}${pointer}`, message)] : []));
      return [];
    }
  });
  return { rules: Object.fromEntries(rules), faults };
}

/** What a compiler of schemas says is wrong, and where in the schema. */
function faultIn(schema: unknown, said: string): { pointer: string; message: string } {
  const [, expression] = /^Invalid regular expression: \/(.*)\/\w*: /s.exec(said) ?? [];
  if (expression !== undefined) {
    const pointer =
      pointerOf(schema, (name, value) => (name === 'pattern' ? value : name) === expression) ?? '';
    return { pointer, message: `must be a regular expression of JavaScript (with flag u): ${said}` };
  }
  const [, keyword] = /unknown keyword: "(.*)"/.exec(said) ?? [];
  if (keyword !== undefined) {
    const pointer = pointerOf(schema, (name) => name === keyword) ?? '';
    return { pointer, message: 'is no keyword of JSON Schema (2020-12)' };
  }
  // Each clause is a place; the innermost one is what is wrong, and the others follow from it.
  const clauses = [...said.matchAll(/\bdata(\/[^\s,]*) ([^,]+)/g)];
  const inner = clauses.reduce<readonly string[] | undefined>(
    (deepest, clause) => ((clause[1]?.length ?? 0) > (deepest?.[1]?.length ?? 0) ? clause : deepest),
    undefined,
  );
  if (inner) return { pointer: inner[1] ?? '', message: `${inner[2]}, by JSON Schema (2020-12)` };
  return { pointer: /at "#(\/[^"]*)"/.exec(said)?.[1] ?? '', message: said };
}

/** The JSON Pointer of the first member that is meant, at any depth. */
function pointerOf(
  value: unknown,
  isMeant: (name: string, member: unknown) => boolean,
  base = '',
): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const pointer = pointerTo(base, name);
    const found = isMeant(name, member) ? pointer : pointerOf(member, isMeant, pointer);
    if (found !== undefined) return found;
  }
  return undefined;
}
