import { CodeNotLoadedError } from './errors.ts';

/**
 * Loads code when it is first needed.
 *
 * @param imports `() => import(…)`, written out, so that bundlers see it.
 * @throws CodeNotLoadedError
 */
export async function load<Module>(imports: () => Promise<Module>): Promise<Module> {
  try {
    return await imports();
  } catch (cause) {
    throw new CodeNotLoadedError('A part of this software could not be loaded.', { cause });
  }
}
