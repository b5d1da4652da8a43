import { bundledContexts, type ContextMap } from '@mohar/credential/credential/contexts/bundled.ts';
import type { IssuerProfile } from '@mohar/credential/credential/issuer-profile.ts';
import {
  type Cryptosuite,
  type CryptosuiteName,
  cryptosuites,
} from '@mohar/credential/proofs/cryptosuites.ts';
import type { Signer } from '@mohar/credential/proofs/signer.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import { loadPack } from '../country/load-pack.ts';
import { type CountryPack, vaccineNamed } from '../country/pack.ts';
import { type IssuerKey, signerFor } from '../signing/issuer-key.ts';

/** What an issuer is put together from; passes from thread to thread. */
export interface IssuerRecipe {
  readonly packDirectory: string;
  readonly packCode: string;
  readonly key: IssuerKey;
  readonly proof: CryptosuiteName;
  readonly verificationMethod: string;
}

/** All that signing a credential takes: a country's decisions, a suite and a key that fits it. */
export interface Issuer {
  readonly pack: CountryPack;
  readonly recipe: IssuerRecipe;
  readonly profile: IssuerProfile;
  readonly suite: Cryptosuite;
  readonly signer: Signer;
  /** Every context of the issuer's credentials, the pack's own among them. */
  readonly contexts: ContextMap;
  /** What a verifier needs to trust this issuer. */
  readonly trust: TrustList;
}

/**
 * Puts an issuer together.
 *
 * @param proof overrides the pack's choice of suite.
 * @param verificationMethod overrides `<issuer's DID>#<key id>`; installations that come from DIVOC keep theirs.
 */
export function createIssuer(
  pack: CountryPack,
  key: IssuerKey,
  {
    proof,
    verificationMethod,
  }: { proof?: CryptosuiteName | undefined; verificationMethod?: string | undefined } = {},
): Issuer {
  const method = verificationMethod ?? `${pack.issuer.did}#${key.id}`;
  const name = pack.issuer.name.en ?? Object.values(pack.issuer.name)[0] ?? pack.issuer.id;
  const contexts = new Map(bundledContexts);
  for (const entity of pack.entityTypes.values()) contexts.set(entity.contextUrl, entity.context);
  const suite = proof ?? pack.credential.proof;
  return {
    pack,
    recipe: {
      packDirectory: pack.directory,
      packCode: pack.code,
      key,
      proof: suite,
      verificationMethod: method,
    },
    profile: {
      issuer: pack.issuer.id,
      issuerName: name,
      ...pack.credential,
      country: pack.country,
      vaccineCodes: (vaccine) => vaccineNamed(pack, vaccine) ?? { icd11Code: '', prophylaxis: '' },
    },
    suite: cryptosuites[suite],
    signer: signerFor(key, method),
    contexts,
    trust: [{ issuerName: name, verificationMethod: method, publicKey: key.publicKeyPem }],
  };
}

/** The same issuer on another thread. */
export const issuerFrom = ({ packDirectory, packCode, key, ...choice }: IssuerRecipe): Issuer =>
  createIssuer(loadPack(packDirectory, packCode), key, choice);
