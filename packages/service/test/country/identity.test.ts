import { expect, test } from 'vitest';
import { identityFault, identityOnPaper } from '../../src/country/identity.ts';
import type { IdentitiesPiece } from '../../src/country/pack.ts';
import { packNamed } from '../../src/pack-named.ts';

const identities: IdentitiesPiece = {
  identities: [
    {
      type: 'passport',
      uri: '(.*\\.)?passport',
      text: '[A-Z][0-9]{7}',
      pattern: '[A-Z][0-9]{7}',
      name: 'identityDocuments.passport',
      shown: 'whole',
    },
    {
      type: 'national-id',
      uri: 'NIC|in\\.gov\\.uidai\\.aadhaar',
      text: '[0-9]{4} ?[0-9]{4} ?[0-9]{4}',
      name: 'identityDocuments.national-id',
      shown: 'masked',
      message: 'must be 12 figures',
      pattern: '[0-9 ]{12,14}',
    },
    { type: 'tax-number', uri: 'tax', name: 'identityDocuments.tax-number', shown: 'masked', keepLast: 0 },
  ],
  others: { name: 'identityDocuments.other', shown: 'masked', keepLast: 2 },
};
const pack = { identities };

test.each([
  ['did:in.gov.passport:Z3456721', 'passport', 'Z3456721'],
  ['Z3456721', 'passport', 'Z3456721'],
  [' Z3456721 ', 'passport', 'Z3456721'],
  ['urn:passport:Z3456721', 'passport', 'Z3456721'],
  ['did:in.gov.uidai.aadhaar:234123412346', 'national-id', 'XXXXXXXX2346'],
  ['2341 2341 2346', 'national-id', 'XXXX XXXX 2346'],
  ['NIC:853400937V', 'national-id', 'XXXXXX937V'],
  ['did:tax:12-34', 'tax-number', 'XX-XX'],
  // Never more than half of it.
  ['did:xy:ABC', 'other', 'XXC'],
  ['A card 77', 'other', 'X XXXX 77'],
  ['கார்டு12', 'other', 'XXX12'],
  ['did:xy:ab%20c%2Fd', 'other', 'XX c/d'],
  // As source systems write them: kinds and numbers with spaces and slashes, numbers that are hidden already.
  ['did:xy card:KL-07/2012/0001', 'other', 'XX-XX/XXXX/XX01'],
  ['did:in.gov.uidai.aadhaar:********1234', 'national-id', 'XXXXXXXX1234'],
])('%s on paper', (identity, type, value) => {
  expect(identityOnPaper(pack, identity)).toMatchObject({ type, value });
});

test.each(['', 'NA', 'na', '-', ' '])('“%s” is none', (identity) => {
  expect(identityOnPaper(pack, identity)).toBeUndefined();
});

test('without rules, numbers are shown whole, without what URIs have before them', () => {
  expect(identityOnPaper({ identities: { identities: [] } }, 'did:in.gov.passport:Z3456721')).toEqual({
    type: 'other',
    name: 'identityDocuments.other',
    value: 'Z3456721',
  });
});

test('a number that its kind does not allow is a fault; one of no kind is none', () => {
  expect(identityFault(pack, 'did:in.gov.passport:3456721')).toEqual({
    message: 'must be a number of the kind passport, as [A-Z][0-9]{7}',
  });
  expect(identityFault(pack, 'NIC:853400937V')).toEqual({ message: 'must be 12 figures' });
  expect(identityFault(pack, 'did:in.gov.passport:Z3456721')).toBeUndefined();
  expect(identityFault(pack, 'anything else')).toBeUndefined();
});

test.each([
  ['did:in.gov.passport:Z3456721', 'identityDocuments.passport', 'Z3456721'],
  ['urn:passport:lka:N7654321', 'identityDocuments.passport', 'N7654321'],
  ['did:in.gov.uidai.Aadhaar:234123412346', 'identityDocuments.national-id', 'XXXXXXXX2346'],
  ['NIC:853400937V', 'identityDocuments.national-id', 'XXXXXX937V'],
  ['did:health-id:91-1234', 'identityDocuments.health-id', '91-1234'],
  ['Z3456721', 'identityDocuments.other', 'Z3456721'],
])('the default pack shows %s as %s, %s', (identity, name, value) => {
  expect(identityOnPaper(packNamed('default'), identity)).toMatchObject({ name, value });
});
