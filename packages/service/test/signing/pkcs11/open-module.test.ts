import { expect, test, vi } from 'vitest';
import { openModule } from '../../../src/signing/pkcs11/open-module.ts';

// As where it could not be compiled: npm leaves optional dependencies out then.
vi.mock('pkcs11js', () => {
  throw new Error("Cannot find package 'pkcs11js'");
});

test('without pkcs11js: the error says what is missing, and what to do', async () => {
  const opened = openModule(process.execPath);
  await expect(opened).rejects.toMatchObject({ name: 'Error', code: 'TOKEN' });
  await expect(opened).rejects.toThrow(
    /need the package pkcs11js, .* is missing here\. Install .* npm install/,
  );
});
