import { deflateRaw } from '#deflate';
import { toBase64Url } from '../../base64url.ts';
import type { JsonObject } from '../../json.ts';
import type { CodeContent } from '../../qr/code-content.ts';
import type { DocumentSigner } from '../document-signer.ts';
import type { HealthCard } from './build.ts';
import { codePrefix, codeTextOf } from './code-text.ts';

/** From when, and until when a card counts, milliseconds since 1970; without an end, as health cards mostly are. */
export interface HealthCardValidity {
  readonly issuedAt: number;
  readonly expiresAt?: number;
}

/**
 * Signs a card and writes it as the text of its QR code: minified JSON, raw DEFLATE, JWS in compact form by ES256, then
 * two digits for each character ("Health Cards are encoded as Compact Serialization JSON Web Signatures", "Encoding
 * Chunks as QR Codes").
 *
 * @returns `shc:/` and digits; also where a single code of version 22 would not hold them ("Chunking": a JWS of more than
 *   1195 characters).
 */
export async function encodeHealthCard(
  card: HealthCard,
  signer: DocumentSigner,
  validity: HealthCardValidity,
): Promise<string> {
  const input = signingInput(card, signer, validity);
  const signature = await signer.sign(new TextEncoder().encode(input));
  return codeTextOf(`${input}.${toBase64Url(signature)}`);
}

/**
 * How a code's text goes into a QR code: `shc:/` as bytes, then digits, which take less than half of the room ("Encoding
 * Chunks as QR Codes").
 */
export const contentHealthCard = (text: string): CodeContent => ({
  segments: [
    { mode: 'byte', text: codePrefix },
    { mode: 'numeric', text: text.slice(codePrefix.length) },
  ],
});

function signingInput({ iss, vc }: HealthCard, { keyId }: DocumentSigner, validity: HealthCardValidity) {
  const header = { zip: 'DEF', alg: 'ES256', kid: keyId };
  const { issuedAt, expiresAt } = validity;
  const payload = {
    iss,
    nbf: seconds(issuedAt),
    ...(expiresAt === undefined ? {} : { exp: seconds(expiresAt) }),
    vc,
  };
  return `${toBase64Url(utf8(header))}.${toBase64Url(deflateRaw(utf8(payload)))}`;
}

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

const utf8 = (value: JsonObject) => new TextEncoder().encode(JSON.stringify(value));
