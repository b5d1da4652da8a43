import { base58, base64urlnopad } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { askDigitalBazaar, askStatusList } from '../../../../tools/judges/ask.ts';
import { installJudges } from '../../../../tools/judges/install.ts';
import { bundledContexts } from '../../src/credential/contexts/bundled.ts';
import type { JsonObject } from '../../src/json.ts';
import { cryptosuites } from '../../src/proofs/cryptosuites.ts';
import { issueProof } from '../../src/proofs/issue-proof.ts';
import { buildStatusList, openStatusList } from '../../src/status/bitstring-status-list.ts';
import { statusListEntry } from '../../src/status/status-list-entry.ts';
import {
  type Kind,
  profile,
  publicKeyOf,
  signed,
  signerFor,
  trustFor,
  unsigned,
  verificationMethod,
} from '../sample-issuer.ts';

const absent = await installJudges();

/** Multikey (W3C Controlled Identifiers 1.0, section 2.2.2) of a public key. */
function multikey(suite: 'eddsa-rdfc-2022' | 'ecdsa-rdfc-2019'): string {
  const { x, y } = publicKeyOf(suite).export({ format: 'jwk' });
  const raw = base64urlnopad.decode(String(x));
  if (suite === 'eddsa-rdfc-2022') return `z${base58.encode(Uint8Array.from([0xed, 0x01, ...raw]))}`;
  const odd = (base64urlnopad.decode(String(y)).at(-1) ?? 0) & 1;
  return `z${base58.encode(Uint8Array.from([0x80, 0x24, 2 + odd, ...raw]))}`;
}

describe.skipIf(absent)('@digitalbazaar/vc judges Mohar’s VC 2.0 certificates', () => {
  const kinds: Kind[] = ['domestic', 'international', 'test'];
  test.each(
    (['eddsa-rdfc-2022', 'ecdsa-rdfc-2019'] as const).flatMap((suite) =>
      kinds.map((kind) => [suite, kind] as const),
    ),
  )('%s, %s: verified; changed: not', async (suite, kind) => {
    const credential = await signed(kind, suite);
    const subject = credential.credentialSubject as JsonObject;
    const changed = { ...credential, credentialSubject: { ...subject, fullName: 'Another Name' } };
    // The issuer's id is its controller: the verification method must be one of its assertion methods.
    const [genuine, other] = await askDigitalBazaar({
      suite,
      credentials: [credential, changed],
      publicKeyMultibase: multikey(suite),
      controller: 'https://issuer.example/',
      verificationMethod,
      contexts: Object.fromEntries(bundledContexts),
    });
    expect(genuine).toMatchObject({ verified: true });
    expect(other).toMatchObject({ verified: false });
  });
});

describe.skipIf(absent)('@digitalbazaar/vc-bitstring-status-list judges Mohar’s status lists', () => {
  test.each(['eddsa-rdfc-2022', 'ecdsa-rdfc-2019'] as const)(
    '%s: in force and revoked, by a signed list',
    async (suite) => {
      const url = 'https://issuer.example/status/lists/3';
      const now = new Date(Date.now() - 60_000).toISOString();
      const list = await issueProof(
        buildStatusList({
          url,
          issuer: profile.issuer,
          validFrom: now,
          validUntil: new Date(Date.now() + 3_600_000).toISOString(),
          revoked: [0, 7, 70_001, 131_071],
        }),
        cryptosuites[suite],
        signerFor(suite),
        now,
      );
      const certificateAt = (index: number) =>
        issueProof(
          { ...unsigned('domestic', suite), credentialStatus: statusListEntry(url, index) },
          cryptosuites[suite],
          signerFor(suite),
          now,
        );
      const indexes = [0, 1, 6, 7, 8, 70_000, 70_001, 131_070, 131_071];
      const answers = await askStatusList({
        suite,
        credentials: await Promise.all(indexes.map(certificateAt)),
        publicKeyMultibase: multikey(suite),
        controller: profile.issuer,
        verificationMethod,
        contexts: { ...Object.fromEntries(bundledContexts), [url]: list },
      });
      expect(answers).toEqual(
        indexes.map((index) => ({
          verified: true,
          revoked: [0, 7, 70_001, 131_071].includes(index),
          error: '',
        })),
      );
      // Ours reads it the same.
      const source = await openStatusList(list, trustFor(suite));
      for (const index of indexes) {
        expect(source.lookUp({ listEntry: { list: url, index } })).toMatchObject({
          state: [0, 7, 70_001, 131_071].includes(index) ? 'revoked' : 'in-force',
        });
      }
    },
  );
});
