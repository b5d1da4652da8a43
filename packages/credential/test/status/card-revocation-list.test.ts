import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeHealthCard } from '../../src/formats/smart-health-card/decode.ts';
import { verifyHealthCard } from '../../src/formats/smart-health-card/verify.ts';
import type { JsonObject } from '../../src/json.ts';
import { cardRevocationList, openCardRevocationList } from '../../src/status/card-revocation-list.ts';
import { cardSigner } from '../../src/status/card-status-source.ts';
import { readCardKeySet } from '../../src/trust/card-key-set.ts';

const folder = join(import.meta.dirname, '../../../../test-vectors/smart-health-card/crl');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const json = (name: string): JsonObject => JSON.parse(read(name));

const kid = '3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s';
const iss = 'https://spec.smarthealth.cards/examples/issuer';
const checkedAt = '2026-11-21T00:00:00Z';
const origin = { iss, kid, checkedAt };
const list = json(`shc-crl-${kid}.json`);
const stateOf = (rid: string, signedAt: number) =>
  openCardRevocationList(list, origin).lookUp({ certificateId: rid, signedAt });

describe("the specification's list", () => {
  test('revokes cards by their id, and those with a time behind it that were issued before', () => {
    const time = 1_795_210_549_000;
    expect(stateOf('FKDIxsTCGlU', time)).toEqual({ state: 'revoked' });
    expect(stateOf('vwAjHdarZuc', time - 1)).toEqual({ state: 'revoked' });
    expect(stateOf('vwAjHdarZuc', time)).toEqual({ state: 'in-force' });
    expect(stateOf('MKyCxh7p6uQ', time)).toEqual({ state: 'in-force' });
  });

  test('speaks of one key, not of cards without an id, nor of what was issued after it', () => {
    const source = openCardRevocationList(list, { ...origin, staleAfter: '2026-11-22T00:00:00Z' });
    expect(source).toMatchObject({
      issuer: cardSigner(iss, kid),
      checkedAt,
      staleAfter: '2026-11-22T00:00:00Z',
    });
    expect(source.lookUp({ signedAt: 0 })).toEqual({ state: 'unknown' });
    expect(stateOf('MKyCxh7p6uQ', Date.parse(checkedAt) + 1)).toEqual({ state: 'unknown' });
    expect(stateOf('FKDIxsTCGlU', Date.parse(checkedAt) + 1)).toEqual({ state: 'revoked' });
  });

  test('must be of the key and the version that are asked for', () => {
    const refused = expect.objectContaining({ code: 'MALFORMED_LIST' });
    expect(() => openCardRevocationList(list, { ...origin, kid: 'another' })).toThrow(refused);
    expect(() => openCardRevocationList(list, { ...origin, crlVersion: 2 })).toThrow(refused);
    expect(() => openCardRevocationList(list, { ...origin, crlVersion: 1 })).not.toThrow();
  });
});

describe('bad lists', () => {
  const [key] = readCardKeySet({ keys: [json('key.json')] }, { iss: 'https://x.example', issuerName: 'x' });

  test.each(['duplicate-rid', 'invalid-method', 'non-base64url-rid', 'too-long-rid', 'version-mismatch'])(
    '%s is refused',
    async (name) => {
      const text = read(`jws-crl-${name}.txt`);
      const { payload, keyId } = decodeHealthCard(text);
      const cardIss = String(payload.iss);
      const { keyId: kid } = key?.document ?? { keyId: '' };
      expect(keyId).toBe(kid);
      const at = Date.parse(checkedAt);
      const trust = key ? [{ ...key, document: { ...key.document, iss: cardIss } }] : [];
      expect((await verifyHealthCard(text, { trust, at })).verdict).toBe('valid');
      const from = { iss: cardIss, kid, checkedAt, crlVersion: key?.document.crlVersion ?? 0 };
      expect(() => openCardRevocationList(json(`${name}.json`), from)).toThrow(
        expect.objectContaining({ code: 'MALFORMED_LIST' }),
      );
    },
  );

  test.each([
    [{}],
    [{ rids: {} }],
    [{ rids: [7] }],
    [{ rids: ['a.b'] }],
    [{ rids: ['a.1.2'] }],
    [{ rids: [''] }],
  ])('%j is refused', (members) =>
    expect(() => openCardRevocationList({ kid, method: 'rid', ctr: 1, ...members }, origin)).toThrow(
      expect.objectContaining({ code: 'MALFORMED_LIST' }),
    ),
  );
});

describe('a list of ours', () => {
  test('is read back', () => {
    const written = cardRevocationList({ kid, ctr: 7, rids: ['ZW7QD48VXF7XQXTV3', 'ZW7QD48VXF7XQXTV3'] });
    expect(written).toEqual({ kid, method: 'rid', ctr: 7, rids: ['ZW7QD48VXF7XQXTV3'] });
    const source = openCardRevocationList(JSON.parse(JSON.stringify(written)), { ...origin, crlVersion: 7 });
    expect(source.lookUp({ certificateId: 'ZW7QD48VXF7XQXTV3', signedAt: 0 })).toEqual({ state: 'revoked' });
  });

  test('holds no other ids than its readers take', () =>
    expect(() => cardRevocationList({ kid, ctr: 1, rids: ['a b'] })).toThrow(RangeError));
});
