import { documentKeyId } from '../../../keys/documents/document-signer.ts';
import type { DocumentKey } from '../../../registry/document-keys.ts';
import type { DocumentEvent } from '../../../registry/tables.ts';
import { certificatePem } from '../../../signing/x509/certificate-pem.ts';
import { CommandError } from '../../command-error.ts';

/** A document key as commands print it as JSON; times are RFC 3339, certificates PEM. */
export const documentKeyFacts = ({ publicKey, certificate, authority, ...key }: DocumentKey) => ({
  ...key,
  publicKeyPem: publicKey,
  // Documents name a key that was certified.
  ...(key.validFrom === undefined
    ? {}
    : { keyId: documentKeyId({ ...key, publicKey, ...(certificate ? { certificate } : {}) }) }),
  ...(certificate ? { certificate: certificatePem(certificate) } : {}),
  ...(authority ? { authority: certificatePem(authority) } : {}),
});

/** When a document key signs, for a terminal. */
export function signingWindow({
  state,
  validFrom,
  signsUntil,
  validUntil,
  retiredAt,
  compromisedSince,
}: DocumentKey): string {
  if (state === 'requested') return 'waits for its certificate';
  if (compromisedSince) return `compromised since ${compromisedSince.toISOString()}`;
  if (retiredAt) return `retired at ${retiredAt.toISOString()}`;
  const end = validUntil ? `, counts until ${validUntil.toISOString()}` : '';
  return `signs from ${validFrom?.toISOString()} until ${signsUntil?.toISOString()}${end}`;
}

const known: readonly string[] = ['vaccination', 'test', 'recovery'] satisfies DocumentEvent[];

/** Reads `--events`. Throws CommandError. */
export function readEvents(text: string | undefined, use: string): readonly DocumentEvent[] {
  if (text === undefined) return [];
  if (use !== 'hcert') throw new CommandError('--events is for --use hcert alone.');
  const events = text.split(',').map((event) => event.trim());
  const wrong = events.find((event) => !known.includes(event));
  if (wrong !== undefined) {
    throw new CommandError(`--events has "${wrong}"; it must be some of ${known.join(',')}.`);
  }
  // All of them are no limit.
  return new Set(events).size === known.length ? [] : ([...new Set(events)] as DocumentEvent[]);
}

/** Reads `--country`. Throws CommandError. */
export function readCountry(text: string | undefined, fallback: string): string {
  const country = text ?? fallback;
  if (/^[A-Z]{2}$/.test(country)) return country;
  throw new CommandError(`--country is "${country}"; it must be two capital letters (ISO 3166-1 alpha-2).`);
}
