import { afterAll, expect, test } from 'vitest';
import { registryTrust } from '../../src/cli/verify/registry-trust.ts';
import { publishLists } from '../../src/publishing/publish.ts';
import { runningApp } from '../running-app.ts';

const mohar = await runningApp();
afterAll(() => mohar.close());

test('keys for trying out do not count in production, also where they were published before', async () => {
  const { database, documentKeys, issuer, pack } = mohar;
  // Made when the first document is wanted.
  const { keyId } = (await documentKeys.signerFor('hcert', 'vaccination')) ?? {};
  await documentKeys.check();
  await publishLists(database.db, issuer, Date.now(), undefined, documentKeys.trust);
  const counted = async (production: boolean) =>
    (await registryTrust(database.db, pack, production)).map(({ document }) =>
      document?.format === 'hcert' ? document.keyId : document?.format,
    );
  expect(await counted(false)).toContain(keyId);
  expect(await counted(true)).toEqual([undefined]);
});
