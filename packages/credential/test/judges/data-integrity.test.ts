import { base58, base64urlnopad } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { askDigitalBazaar } from '../../../../tools/judges/ask.ts';
import { installJudges } from '../../../../tools/judges/install.ts';
import { bundledContexts } from '../../src/credential/contexts/bundled.ts';
import type { JsonObject } from '../../src/json.ts';
import { type Kind, publicKeyOf, signed, verificationMethod } from '../sample-issuer.ts';

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
