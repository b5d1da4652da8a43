import { join } from 'node:path';
import { Fhir } from 'fhir';
import { SHCIssuer, SHCReader } from 'kill-the-clipboard';
import { describe, expect, test } from 'vitest';
import { ask, type Judgement } from '../../../../../tools/judges/ask.ts';
import { installJudges } from '../../../../../tools/judges/install.ts';
import { decodeHealthCard } from '../../../src/formats/smart-health-card/decode.ts';
import { contentHealthCard } from '../../../src/formats/smart-health-card/encode.ts';
import { toFile } from '../../../src/formats/smart-health-card/file.ts';
import { verifyHealthCard } from '../../../src/formats/smart-health-card/verify.ts';
import type { JsonObject } from '../../../src/json.ts';
import { matrixOf } from '../../../src/qr/matrix.ts';
import { qrPng } from '../../../src/qr/png.ts';
import { readQrPicture } from '../../read-qr-picture.ts';
import {
  at,
  cardText,
  iss,
  issuedAt,
  type Kind,
  keyPair,
  keySet,
  publicPem,
  signer,
  trust,
} from './sample-card.ts';

const kinds: readonly Kind[] = ['vaccination', 'vaccination-international', 'test'];
const absent = await installJudges();
const judge = join(import.meta.dirname, '../../../../../tools/judges/shc-sdk.cjs');
const documents = { [`${iss}/.well-known/jwks.json`]: keySet };

/** What a scanner reads of our code, drawn and photographed. */
async function scanned(kind: Kind): Promise<string> {
  const picture = qrPng(matrixOf(contentHealthCard(await cardText(kind)), 'low', 22));
  return new TextDecoder().decode(await readQrPicture(picture));
}

/** The text with one digit of its middle changed, so that its characters stay a JWS. */
function changed(text: string): string {
  const place = text.length - 40;
  const digits = text.slice(place, place + 2);
  return text.slice(0, place) + (digits === '52' ? '53' : '52') + text.slice(place + 2);
}

const credentialOf = (text: string): JsonObject => decodeHealthCard(text).payload;

describe.skipIf(absent)('@pathcheck/shc-sdk', () => {
  test('verifies our cards, and none that was changed', async () => {
    const ours = await Promise.all(kinds.map(scanned));
    const texts = [...ours, ...ours.map(changed)];
    const answers = await ask<Judgement>('shcSdk', { texts, documents }, judge);
    expect(answers.map(({ verified }) => verified)).toEqual([true, true, true, false, false, false]);
    expect(answers.slice(0, 3).map(({ credential }) => credential)).toEqual(ours.map(credentialOf));
  });

  test('signs cards that we verify, and none that was changed', async () => {
    const payloads = await Promise.all(kinds.map(async (kind) => credentialOf(await cardText(kind)).vc));
    const jwk = {
      ...keyPair.privateKey.export({ format: 'jwk' }),
      kid: signer.keyId,
      alg: 'ES256',
      use: 'sig',
    };
    const texts = await ask<string>('shcSdkSigns', { payloads, iss, issuedAt, jwk }, judge);
    for (const [n, text] of texts.entries()) {
      const { verdict, summary } = await verifyHealthCard(text, { trust, at });
      expect([verdict, summary?.kind]).toEqual([
        'valid',
        kinds[n]?.startsWith('vaccination') ? 'vaccination' : 'test',
      ]);
      expect((await verifyHealthCard(changed(text), { trust, at })).verdict).toBe('tampered');
    }
  });
});

describe('kill-the-clipboard', () => {
  const reader = new SHCReader({ publicKey: publicPem, enableQROptimization: false });

  test.each(kinds)('verifies our card of %s as code, file and JWS', async (kind) => {
    const text = await scanned(kind);
    const { jws, payload } = decodeHealthCard(text);
    const bundle = (payload.vc as JsonObject).credentialSubject as JsonObject;
    for (const card of [
      await reader.fromQRNumeric(text),
      await reader.fromJWS(jws),
      await reader.fromFileContent(toFile(jws)),
    ]) {
      expect(await card.asBundle()).toEqual(bundle.fhirBundle);
    }
    await expect(reader.fromQRNumeric(changed(text))).rejects.toThrow();
  });

  test.each(kinds)('issues a card of %s that we verify', async (kind) => {
    const issuer = new SHCIssuer({
      issuer: iss,
      privateKey: keyPair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      publicKey: publicPem,
      expirationTime: null,
      enableQROptimization: true,
      strictReferences: true,
    });
    const { fhirBundle } = (credentialOf(await cardText(kind)).vc as JsonObject)
      .credentialSubject as JsonObject;
    const card = await issuer.issue(fhirBundle as never);
    const [text = ''] = card.asQRNumeric();
    for (const form of [text, card.asJWS(), await card.asFileContent()]) {
      const found = await verifyHealthCard(form, { trust, at: Date.now() });
      expect([found.verdict, found.issuerName]).toEqual(['valid', 'Health cards of Example']);
    }
    expect((await verifyHealthCard(changed(text), { trust, at: Date.now() })).verdict).toBe('tampered');
  });
});

describe('fhir, a validator of FHIR R4', () => {
  const validator = new Fhir();
  const bundleOf = async (kind: Kind) => {
    const { credentialSubject } = credentialOf(await cardText(kind)).vc as JsonObject;
    return structuredClone((credentialSubject as JsonObject).fhirBundle) as unknown as Bundle;
  };
  // Its examples of value sets are from before the pandemic: their codes are only a warning to it.
  const isOldList = (message: string | undefined) =>
    /^Code "(208|210|94500-6)" .* not found/.test(message ?? '');
  const complaints = (bundle: Bundle) =>
    validator
      .validate(bundle as never)
      .messages.filter(({ severity, message }) => severity !== 'info' && !isOldList(message));

  test.each(kinds)('finds no fault in the bundle of %s', async (kind) => {
    const bundle = await bundleOf(kind);
    expect(complaints(bundle)).toEqual([]);
    delete bundle.entry[1]?.resource.status;
    expect(complaints(bundle)).not.toEqual([]);
  });
});

interface Bundle {
  readonly entry: readonly { readonly resource: Record<string, unknown> }[];
}
