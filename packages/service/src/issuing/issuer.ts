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
import type { CountryPack } from '../country/pack.ts';
import { vaccineNamed } from '../country/vaccine-named.ts';
import { type IssuerKey, signerFor } from '../signing/issuer-key.ts';

/** What an issuer is put together from; passes from thread to thread. */
export interface IssuerRecipe {
  readonly packDirectory: string;
  readonly key: IssuerKey;
  readonly proof: CryptosuiteName;
  readonly verificationMethod: string;
  readonly signsUntil?: number;
}

/** All that signing a credential takes: a country's decisions, a suite and a key that fits it. */
export interface Issuer {
  readonly pack: CountryPack;
  /** For other threads; absent where the key is in a token, which it never leaves. */
  readonly recipe?: IssuerRecipe;
  readonly profile: IssuerProfile;
  readonly suite: Cryptosuite;
  readonly signer: Signer;
  /** When its key stops to count, milliseconds since 1970: see {@link assertKeyInForce}. */
  readonly signsUntil?: number;
  /** Every context of the issuer's credentials, the pack's own among them. */
  readonly contexts: ContextMap;
  /** What a verifier needs to trust this issuer: every key that it ever signed with, and those it will. */
  readonly trust: TrustList;
}

/** What is chosen for an issuer, beside its pack and key. */
export interface IssuerChoice {
  /** Overrides the pack's choice of suite. */
  readonly proof?: CryptosuiteName | undefined;
  /** Overrides the name that the pack gives keys; installations that come from DIVOC keep theirs. */
  readonly verificationMethod?: string | undefined;
  /** Of {@link Issuer}. */
  readonly signsUntil?: number | undefined;
  /** Of {@link Issuer}; the key alone, where not given. */
  readonly trust?: TrustList | undefined;
}

/** The key that was to sign counts no longer: nothing was signed. */
export class ExpiredKeyError extends Error {
  readonly code = 'SIGNING_KEY_EXPIRED';
}

/** Puts an issuer together with a key in memory. */
export function createIssuer(pack: CountryPack, key: IssuerKey, choice: IssuerChoice = {}): Issuer {
  const { proof = pack.credential.proof, signsUntil } = choice;
  const verificationMethod = choice.verificationMethod ?? methodOf(pack, key.id);
  const own = {
    issuer: pack.issuer.did,
    issuerName: nameOf(pack),
    verificationMethod,
    publicKey: key.publicKeyPem,
  };
  return {
    ...createIssuerOfSigner(pack, signerFor(key, verificationMethod), choice.trust ?? [own], {
      proof,
      signsUntil,
    }),
    recipe: {
      packDirectory: pack.directories[0],
      key,
      proof,
      verificationMethod,
      ...(signsUntil === undefined ? {} : { signsUntil }),
    },
  };
}

/** Puts an issuer together with a signer, whose key may be anywhere: for this thread alone. */
export function createIssuerOfSigner(
  pack: CountryPack,
  signer: Signer,
  trust: TrustList,
  { proof = pack.credential.proof, signsUntil }: Pick<IssuerChoice, 'proof' | 'signsUntil'> = {},
): Issuer {
  return {
    pack,
    profile: {
      // Data Integrity's verifiers look the key up in what the issuer's id leads to: its DID document.
      issuer: cryptosuites[proof].dataModel === 'VC 2.0' ? pack.issuer.did : pack.issuer.id,
      issuerName: nameOf(pack),
      ...ofCredentials(pack),
      country: pack.country,
      vaccineCodes: (vaccine) => vaccineNamed(pack, vaccine) ?? { icd11Code: '', prophylaxis: '' },
    },
    suite: cryptosuites[proof],
    signer,
    ...(signsUntil === undefined ? {} : { signsUntil }),
    contexts: contextsOf(pack),
    trust,
  };
}

/** The same issuer on another thread. */
export const issuerFrom = ({ packDirectory, key, ...choice }: IssuerRecipe): Issuer =>
  createIssuer(loadPack(packDirectory), key, choice);

function ofCredentials({ credential }: CountryPack) {
  const { proof: _, contexts = {}, ...addresses } = credential;
  const urls = Object.entries(contexts).map(([form, { url }]) => [form, url]);
  return { ...addresses, contexts: Object.fromEntries(urls) };
}

/** Every context of a country's credentials: those that Mohar brings, the country's own, and those of its entity types. */
export function contextsOf(pack: Pick<CountryPack, 'contexts' | 'entityTypes'>): ContextMap {
  const contexts = new Map([...bundledContexts, ...pack.contexts]);
  for (const entity of pack.entityTypes.values()) contexts.set(entity.contextUrl, entity.context);
  return contexts;
}

/** How proofs name a key, where nobody chose otherwise. */
export const methodOf = ({ issuer }: Pick<CountryPack, 'issuer'>, keyId: string): string =>
  (issuer.keyName ?? '{did}#{key}').replaceAll('{did}', issuer.did).replaceAll('{key}', keyId);

/** What people call an issuer: in English, where it has such a name. */
export const nameOf = ({ issuer }: CountryPack): string =>
  issuer.name.en ?? Object.values(issuer.name)[0] ?? issuer.id;

/** Whether an issuer's key counts at a time (milliseconds since 1970). */
export const isKeyInForce = ({ signsUntil }: Pick<Issuer, 'signsUntil'>, now: number): boolean =>
  signsUntil === undefined || now < signsUntil;

/**
 * Refuses to sign with a key that counts no longer.
 *
 * @param now milliseconds since 1970.
 * @throws ExpiredKeyError.
 */
export function assertKeyInForce(issuer: Pick<Issuer, 'signer' | 'signsUntil'>, now: number): void {
  if (isKeyInForce(issuer, now)) return;
  const { signer, signsUntil = 0 } = issuer;
  throw new ExpiredKeyError(
    `The signing key ${signer.verificationMethod} counted until ${new Date(signsUntil).toISOString()}, and no longer.`,
  );
}
