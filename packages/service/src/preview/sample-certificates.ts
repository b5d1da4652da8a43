import type { Fault } from '@mohar/credential/event/fault.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import { cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import type { CountryPack } from '../country/pack.ts';
import { createIssuer, type Issuer } from '../issuing/issuer.ts';
import type { PrintableCertificate } from '../issuing/print-certificate.ts';
import { readEvent } from '../issuing/read-events.ts';
import { signEvent } from '../issuing/sign-event.ts';
import { makeKey } from '../signing/key-store.ts';
import { type SampleEvent, sampleEvents } from './sample-events.ts';

/** A certificate of nobody; or why the country's own rules let none be issued, so that it needs an example of its own. */
export type SampleCertificate = { readonly name: string } & (
  | { readonly certificate: PrintableCertificate }
  | { readonly refused: string }
);

/** Samples of a country, and who issued them: nobody that anybody trusts. */
export interface Samples {
  readonly issuer: Issuer;
  readonly certificates: readonly SampleCertificate[];
}

/** When samples were issued: always the same, so that the same design gives the same page. */
const issuedAt = Date.parse('2026-09-01T09:00:00Z');

/** Who signs them, instead of the country: no verifier has a key of this name. */
const sampleDid = 'did:example:sample-certificate';

/** Certificates of every kind and stage, of nobody, signed with a key that is made for it and thrown away. */
export async function sampleCertificates(
  pack: CountryPack,
  examples: ReadonlyMap<string, JsonObject>,
): Promise<Samples> {
  const key = makeKey(cryptosuites[pack.credential.proof].algorithm);
  const nobody = { ...pack, issuer: { ...pack.issuer, id: sampleDid, did: sampleDid } };
  const issuer = createIssuer(nobody, key);
  const certificates: SampleCertificate[] = [];
  for (const sample of sampleEvents(pack, examples)) certificates.push(await certified(sample, issuer));
  return { issuer, certificates };
}

async function certified({ name, kind, event }: SampleEvent, issuer: Issuer): Promise<SampleCertificate> {
  const read = readEvent(event, kind, issuer.pack, issuedAt, '');
  if (!read.ok) return { name, refused: said(read.faults) };
  const signed = await signEvent(read.value, undefined, issuer, issuedAt, '');
  if (!signed.ok) return { name, refused: said(signed.faults) };
  return { name, certificate: { ...signed.value, event: read.value } };
}

const said = (faults: readonly Fault[]) =>
  faults.map(({ pointer, message }) => `${pointer || '/'} ${message}`).join('; ');
