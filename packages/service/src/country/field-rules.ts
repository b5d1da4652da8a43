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
      const { message } = error as Error;
      faults.push(...(piece ? [piece.fault(`/${form}${placeIn(message)}`, message)] : []));
      return [];
    }
  });
  return { rules: Object.fromEntries(rules), faults };
}

/** Where in a schema the compiler found what is wrong, as far as it says so: `… at "#/properties/recipient"`, `data/properties/dob/type must be …`. */
const placeIn = (message: string): string =>
  /at "#(\/[^"]*)"/.exec(message)?.[1] ?? /\bdata(\/[^\s,]*)/.exec(message)?.[1] ?? '';
