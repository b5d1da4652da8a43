import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CKF_OS_LOCKING_OK, type Cryptoki, returnValueOf } from './cryptoki.ts';
import { TokenError, worded } from './token-error.ts';

/** By path. A module stays loaded: all tokens of a thread share it. */
const modules = new Map<string, Promise<Cryptoki>>();

/**
 * Loads a PKCS#11 module and initialises it.
 *
 * @param path of the shared library that came with the token.
 * @throws TokenError where there is no such file, it is no PKCS#11 module, it refuses, or `pkcs11js` is missing.
 */
export function openModule(path: string): Promise<Cryptoki> {
  const file = resolve(path);
  let module = modules.get(file);
  if (!module) {
    module = load(file);
    modules.set(file, module);
    module.catch(() => modules.delete(file));
  }
  return module;
}

/**
 * Initialises a module, once for a whole process; that another thread has done so is no error. It is never
 * finalised: that would end the sessions of all threads.
 */
export function initialize(cryptoki: Cryptoki): void {
  try {
    cryptoki.C_Initialize({ flags: CKF_OS_LOCKING_OK });
  } catch (error) {
    if (returnValueOf(error) !== 'CKR_CRYPTOKI_ALREADY_INITIALIZED') throw error;
  }
}

async function load(file: string): Promise<Cryptoki> {
  if (!existsSync(file)) {
    throw new TokenError(
      `There is no PKCS#11 module ${file}. It is the shared library (.so) that came with the token, for instance /usr/lib/softhsm/libsofthsm2.so.`,
    );
  }
  const { PKCS11 } = await bindings();
  const cryptoki = new PKCS11();
  try {
    cryptoki.load(file);
  } catch (error) {
    throw new TokenError(
      `${file} cannot be loaded as a PKCS#11 module: ${error instanceof Error ? error.message : error}`,
      { cause: error },
    );
  }
  try {
    initialize(cryptoki);
  } catch (error) {
    throw worded(`The PKCS#11 module ${file} does not start; look at its own configuration and log`, error);
  }
  return cryptoki;
}

async function bindings(): Promise<typeof import('pkcs11js')> {
  try {
    return (await import('pkcs11js')).default;
  } catch (error) {
    throw new TokenError(
      'Keys in a PKCS#11 token need the package pkcs11js, which is compiled when it is installed and is missing here. Install Python 3, make and a C++ compiler, then run: npm install',
      { cause: error },
    );
  }
}
