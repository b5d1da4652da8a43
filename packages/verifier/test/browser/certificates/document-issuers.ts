import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { DocumentSigner } from '@mohar/credential/formats/document-signer.ts';
import { cardKeyId } from '@mohar/credential/trust/card-key-set.ts';
import type { IssuerPublicKey, TrustedIssuer } from '@mohar/credential/trust/signed-trust-list.ts';
import type { DocumentUse } from '@mohar/credential/trust/trust-list.ts';
import { createSealSigner } from '../../../../credential/test/formats/vds-nc/signers.ts';
import { createAuthority, nameOf } from '../../../../credential/test/x509/certificate-authority.ts';

/** Somebody who signs documents of one kind, and the key as a trust list has it. */
export interface DocumentIssuer {
  readonly issuer: TrustedIssuer;
  readonly signer: DocumentSigner;
}

/** Whose it is. Countries come as imported lists have them: by their ISO 3166-1 code. */
type Owner = Pick<TrustedIssuer, 'id' | 'name' | 'country'>;

export const countryOwner = (alpha2: string, alpha3: string, name: TrustedIssuer['name']): Owner => ({
  id: `urn:iso:std:iso:3166:${alpha2}`,
  name,
  country: alpha3,
});

/** Far enough ahead for every test, milliseconds since 1970. */
const certificateUntil = Date.now() + 5 * 365 * 86_400_000;

/** A signer of HCERTs: EU DCC, DDCC, ICVP. */
export function hcertIssuer(
  owner: Owner,
  use: Partial<Extract<DocumentUse, { format: 'hcert' }>> = {},
): DocumentIssuer {
  const keyId = randomBytes(8).toString('base64');
  return documentIssuer(owner, () => keyId, { format: 'hcert', keyId, ...use });
}

/** An issuer of SMART Health Cards. @param iss URL that its cards name. */
export function cardIssuer(owner: Owner, iss: string): DocumentIssuer {
  return documentIssuer(owner, cardKeyId, (keyId) => ({ format: 'shc', keyId, iss }));
}

/** A country's signer of VDS-NC; the trust list has the authority above it (CSCA). */
export function sealIssuer(owner: Owner, alpha2: string): DocumentIssuer {
  const authority = createAuthority('P-384', alpha2);
  return {
    signer: createSealSigner(authority, { subject: nameOf(alpha2, '01') }),
    issuer: issuerWith(owner, {
      verificationMethod: `${owner.id}#csca`,
      publicKey: pem(authority.spki),
      document: { format: 'vds-nc', certificate: authority.der.toString('base64') },
    }),
  };
}

function documentIssuer(
  owner: Owner,
  keyIdOf: (publicKey: string) => string,
  use: DocumentUse | ((keyId: string) => DocumentUse),
): DocumentIssuer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const keyId = keyIdOf(publicPem);
  const verificationMethod = `${owner.id}#${keyId}`;
  return {
    signer: {
      algorithm: 'ES256',
      keyId,
      verificationMethod,
      certificateUntil,
      sign: async (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    },
    issuer: issuerWith(owner, {
      verificationMethod,
      publicKey: publicPem,
      document: typeof use === 'function' ? use(keyId) : use,
    }),
  };
}

const issuerWith = (owner: Owner, key: IssuerPublicKey): TrustedIssuer => ({ ...owner, keys: [key] });

const pem = (spki: Buffer) =>
  `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END PUBLIC KEY-----\n`;
