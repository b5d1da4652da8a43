import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@mohar/credential/json.ts';
import { CountryPackError } from '../country/pack-fault.ts';

/**
 * The example events of a country pack, `examples/<sample>.json`, by the names of samples.
 *
 * @param directories the pack's own folder first, then those that it extends.
 * @throws CountryPackError where one is not JSON.
 */
export function packExamples(directories: readonly string[]): Map<string, JsonObject> {
  const examples = new Map<string, JsonObject>();
  for (const directory of directories) {
    const folder = join(directory, 'examples');
    for (const file of filesIn(folder)) {
      const name = file.slice(0, -'.json'.length);
      if (examples.has(name)) continue;
      try {
        examples.set(name, JSON.parse(readFileSync(join(folder, file), 'utf8')));
      } catch (error) {
        throw new CountryPackError([
          { file: join(folder, file), pointer: '', message: (error as Error).message },
        ]);
      }
    }
  }
  return examples;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}
