import type { JsonObject } from '@mohar/credential/json.ts';
import { cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import type { CountryPack } from '../country/pack.ts';
import { createIssuer } from '../issuing/issuer.ts';
import { makeKey } from '../signing/key-store.ts';
import type { Sample } from './sample.ts';
import { type SampleCertificate, sampleCertificate } from './sample-certificate.ts';
import { sampleDocuments } from './sample-documents.ts';
import { sampleEvents } from './sample-events.ts';
import { sampleSigners } from './sample-signers.ts';

/** When samples were issued: always the same, so that the same design gives the same page. */
const issuedAt = Date.parse('2026-09-01T09:00:00Z');

/** Who signs them, instead of the country: no verifier has a key of this name. */
const sampleDid = 'did:example:sample-certificate';

/**
 * Certificates of every kind and stage, and documents in every format that a country gives out: of nobody, signed with keys
 * that are made for them and thrown away.
 *
 * @param examples the country's own events, by the names of samples: see {@link sampleEvents}.
 */
export async function samplesOf(
  pack: CountryPack,
  examples: ReadonlyMap<string, JsonObject>,
): Promise<readonly Sample[]> {
  const nobody = { ...pack, issuer: { ...pack.issuer, id: sampleDid, did: sampleDid } };
  const issuer = createIssuer(nobody, makeKey(cryptosuites[pack.credential.proof].algorithm));
  const certificates: SampleCertificate[] = [];
  for (const event of sampleEvents(pack, examples)) {
    const certificate = await sampleCertificate(event, issuer, issuedAt);
    if (!(event.derived && 'refused' in certificate.sample)) certificates.push(certificate);
  }
  const signers = await sampleSigners(nobody, issuedAt);
  return [
    ...certificates.map(({ sample }) => sample),
    ...(await sampleDocuments(certificates, nobody, signers, issuedAt)),
  ];
}
