import { createPublicKey } from 'node:crypto';
import type { DocumentSigner } from '@mohar/credential/formats/document-signer.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { CountryPack } from '../country/pack.ts';
import type { DocumentSigners } from '../exporting/export-document.ts';
import { methodOf } from '../issuing/issuer.ts';
import { documentKeyId } from '../keys/documents/document-signer.ts';
import { documentTrust } from '../keys/documents/document-trust.ts';
import type { DocumentKey } from '../registry/document-keys.ts';
import { signerFor } from '../signing/issuer-key.ts';
import { makeKey } from '../signing/key-store.ts';
import { type Authority, createAuthority } from '../signing/x509/authority.ts';
import { certifySigner } from '../signing/x509/signer-certificate.ts';

/** Signers of other countries' formats, and what reads back what they signed. */
export type SampleSigners = DocumentSigners & { readonly trust: TrustList };

/**
 * Makes a signer of each use, with an authority of its own; they are nowhere but in memory.
 *
 * @param now milliseconds since 1970.
 */
export async function sampleSigners(pack: CountryPack, now: number): Promise<SampleSigners> {
  const from = new Date(now);
  const authority = await createAuthority({ country: pack.country.alpha2, commonName: 'SAMPLE' }, from);
  const made = await Promise.all(
    (['hcert', 'shc', 'vds-nc'] as const).map((use) => sampleSigner(use, pack, authority, from)),
  );
  return {
    signerFor: async (use) => made.find(({ key }) => key.use === use)?.signer,
    trust: documentTrust(
      made.map(({ key }) => key),
      pack,
    ),
  };
}

async function sampleSigner(
  use: DocumentKey['use'],
  pack: CountryPack,
  authority: Authority,
  from: Date,
): Promise<{ key: DocumentKey; signer: DocumentSigner }> {
  const pair = makeKey('ES256');
  const { id, publicKeyPem: publicKey } = pair;
  const bare: DocumentKey = {
    id,
    use,
    state: 'active',
    algorithm: 'ES256',
    publicKey,
    events: [],
    development: true,
    kept: 'plain',
    createdAt: from,
    validFrom: from,
  };
  const key = use === 'shc' ? bare : { ...bare, ...(await certified(bare, use, pack, authority, from)) };
  return {
    key,
    signer: {
      ...signerFor(pair, methodOf(pack, id)),
      algorithm: 'ES256',
      keyId: documentKeyId(key),
      ...(key.certificate ? { certificate: new Uint8Array(key.certificate) } : {}),
      certificateUntil: key.validUntil?.getTime() ?? Number.POSITIVE_INFINITY,
    },
  };
}

async function certified(
  { publicKey }: DocumentKey,
  use: 'hcert' | 'vds-nc',
  { country }: CountryPack,
  authority: Authority,
  from: Date,
): Promise<Partial<DocumentKey>> {
  const name = { country: country.alpha2, commonName: use === 'vds-nc' ? 'SMPL' : 'SAMPLE DSC' };
  const made = await certifySigner(
    { use, name, publicKey: createPublicKey(publicKey), events: [] },
    authority,
    from,
  );
  return { certificate: made.certificate, validUntil: made.notAfter, signsUntil: made.signsUntil };
}
