import { expect, test } from 'vitest';
import { documentFormats } from '../../../src/exporting/formats.ts';
import { neededUses, useOfFormat } from '../../../src/keys/documents/needed-uses.ts';

const template = 'x.typ';
const pack = {
  exports: { icvp: { template }, 'smart-health-card': { template, iss: 'https://mohar.example/shc' } },
};

test('formats are signed with keys of the use that is named here', () => {
  expect(useOfFormat).toEqual(
    Object.fromEntries(Object.values(documentFormats).map(({ name, use }) => [name, use])),
  );
});

test('keys are needed for the formats that a country gives out, but where they make themselves', () => {
  expect(neededUses(pack, [], true, 0)).toEqual(['hcert', 'shc']);
  expect(neededUses({ exports: {} }, [], true, 0)).toEqual([]);
  expect(neededUses(pack, [], false, 0)).toEqual([]);
  const requested = {
    id: 'a',
    use: 'hcert',
    state: 'requested',
    algorithm: 'ES256',
    publicKey: '',
    events: [],
    development: false,
    kept: 'sealed',
    createdAt: new Date(0),
  } as const;
  expect(neededUses(pack, [requested], false, 0)).toEqual(['hcert']);
});
