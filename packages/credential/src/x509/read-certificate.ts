import { contextTag, type DerElement, DerSequence, notDer, readDer, tags, wholeBytesOf } from './der.ts';
import { type DistinguishedName, distinguishedNameOf } from './distinguished-name.ts';
import { type CertificateExtensions, extensionsOf } from './extensions.ts';

/** An X.509 certificate, taken apart; nothing of it is verified. */
export interface Certificate extends CertificateExtensions {
  /** As it came. */
  readonly der: Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** Milliseconds since 1970; both are within the validity. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** What its issuer signed: the TBSCertificate, DER. */
  readonly signedBytes: Uint8Array;
  /** AlgorithmIdentifier of the issuer's signature, DER. */
  readonly signatureAlgorithm: Uint8Array;
  readonly signature: Uint8Array;
}

/** Larger ones are not read: a CSCA with a long RSA key has some 3,000 bytes. */
const maxBytes = 16 * 1024;

/**
 * Reads an X.509 certificate, version 3 (RFC 5280, section 4.1). By hand, since the library at hand wants the
 * program's global `Reflect` changed; and so that its names and signed bytes stay exactly as received.
 *
 * @param der the certificate and nothing else.
 * @throws UnreadablePayloadError where the bytes are none.
 */
export function readCertificate(der: Uint8Array): Certificate {
  if (der.length > maxBytes) throw notDer();
  const outer = new DerSequence(readDer(der, tags.sequence).content);
  const signed = outer.take(tags.sequence);
  const signatureAlgorithm = outer.take(tags.sequence).bytes;
  const signature = wholeBytesOf(outer.take(tags.bitString));
  outer.end();

  const parts = new DerSequence(signed.content);
  // Version 3 has the value 2; older ones have no extensions, and so say nothing of what a key is for.
  const version = parts.takeIf(contextTag(0, true));
  if (version?.content[2] !== 2) throw notDer();
  parts.take(tags.integer);
  const innerAlgorithm = parts.take(tags.sequence).bytes;
  const issuer = distinguishedNameOf(parts.take(tags.sequence));
  const validity = new DerSequence(parts.take(tags.sequence).content);
  const notBefore = timeOf(validity.takeAny());
  const notAfter = timeOf(validity.takeAny());
  validity.end();
  const subject = distinguishedNameOf(parts.take(tags.sequence));
  const spki = parts.take(tags.sequence).bytes;
  parts.takeIf(contextTag(1, false));
  parts.takeIf(contextTag(2, false));
  const extensions = extensionsOf(parts.takeIf(contextTag(3, true)));
  parts.end();
  // RFC 5280, section 4.1.1.2: the algorithm that is signed, and the one beside it, are the same.
  if (!isSame(innerAlgorithm, signatureAlgorithm)) throw notDer();
  return {
    der,
    spki,
    subject,
    issuer,
    notBefore,
    notAfter,
    signedBytes: signed.bytes,
    signatureAlgorithm,
    signature,
    ...extensions,
  };
}

/** Whether bytes are the same, one by one. */
export const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, n) => byte === b[n]);

const utcTime = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const generalizedTime = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;

/** A time in whole seconds, UTC (RFC 5280, section 4.1.2.5). */
function timeOf({ tag, content }: DerElement): number {
  const text = new TextDecoder().decode(content);
  const match = (tag === tags.utcTime ? utcTime : generalizedTime).exec(text);
  if (!match || (tag !== tags.utcTime && tag !== tags.generalizedTime)) throw notDer();
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const century = tag === tags.generalizedTime ? 0 : year >= 50 ? 1900 : 2000;
  const time = Date.UTC(century + year, month - 1, day, hour, minute, second);
  // The 31st of February would be a day in March.
  if (new Date(time).getUTCDate() !== day) throw notDer();
  return time;
}
