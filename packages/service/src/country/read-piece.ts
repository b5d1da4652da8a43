import { readFileSync } from 'node:fs';
import type { Fault } from '@mohar/credential/event/fault.ts';
import type { PackFault } from './pack-fault.ts';
import { readYaml, type YamlText } from './read-yaml.ts';

/** A file of a pack, read. */
export interface ReadFile<Value> {
  readonly file: string;
  /** Absent where there are faults. */
  readonly value?: Value;
  readonly faults: readonly PackFault[];
  /** A fault of the file that only others show. */
  fault(pointer: string, message: string): PackFault;
}

/**
 * Reads a file of YAML, or (where its name ends in `.json`) of JSON, and judges it by a schema.
 *
 * @param file absolute path.
 * @param schemaFaults gives every fault of a value, {@link compileSchema}.
 */
export function readPiece<Value>(
  file: string,
  schemaFaults: (value: unknown, base: string) => readonly Fault[] = () => [],
): ReadFile<Value> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'must be UTF-8' : `cannot be read: ${message}`;
    return failed(file, [{ file, pointer: '', message: why }]);
  }
  const yaml = readYaml(text);
  const broken = [
    ...yaml.faults.map((fault) => ({ file, ...fault })),
    ...(yaml.faults.length === 0 && file.endsWith('.json') ? jsonFaults(file, text) : []),
  ];
  if (broken.length > 0) return failed(file, broken);
  const fault = faultIn(file, yaml);
  const faults = schemaFaults(yaml.value, '')
    .map(({ pointer, rule, message }) => ({
      file,
      pointer,
      message,
      place: yaml.placeOf(pointer, rule === 'unknown-member'),
    }))
    .sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  return { file, faults, fault, ...(faults.length === 0 ? { value: yaml.value as Value } : {}) };
}

/** All that YAML has and JSON has not. */
function jsonFaults(file: string, text: string): PackFault[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [{ file, pointer: '', message: (error as Error).message }];
  }
}

const faultIn =
  (file: string, yaml: YamlText) =>
  (pointer: string, message: string): PackFault => ({ file, place: yaml.placeOf(pointer), pointer, message });

const failed = <Value>(file: string, faults: readonly PackFault[]): ReadFile<Value> => ({
  file,
  faults,
  fault: (pointer, message) => ({ file, pointer, message }),
});
