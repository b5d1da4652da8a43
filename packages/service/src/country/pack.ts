import type { CryptosuiteName } from '@mohar/credential/proofs/cryptosuites.ts';
import type { DivocWrapping } from '@mohar/credential/qr/divoc-payload.ts';
import type { TrustedIssuer } from '@mohar/credential/trust/signed-trust-list.ts';
import type { EntityType } from './entity-type.ts';

/** A text in the languages of the country, by language tag. */
export type Translations = Readonly<Record<string, string>>;

/** What a country decides, as `pack.json` says it. */
export interface PackFile {
  readonly country: { readonly alpha2: string; readonly alpha3: string };
  /** IANA name. */
  readonly timeZone: string;
  /** On printed certificates, the first beside the second. */
  readonly languages: readonly string[];
  /** The disease of events that name none. */
  readonly disease: string;
  readonly issuer: {
    readonly id: string;
    readonly did: string;
    readonly name: Translations;
    readonly department: Translations;
    /** Where holders read how to verify; printed. */
    readonly site: string;
  };
  readonly credential: {
    readonly proof: CryptosuiteName;
    readonly identityPrefix: string;
    readonly vaccinationBaseUrl: string;
    readonly testBaseUrl: string;
    readonly feedbackBaseUrl: string;
    readonly infoBaseUrl: string;
    /** Where status lists are published: `<it><number of the list>`. Certificates carry it for good. */
    readonly statusBaseUrl: string;
  };
  readonly qr: { readonly wrapping: DivocWrapping };
  /** What an event with a live certificate of other content gets: 409, or (as DIVOC) the certificate that exists. */
  readonly duplicates: 'refuse' | 'ignore';
  /** How often the certificate of one event may be corrected. */
  readonly correctionLimit: number;
  /** Paths below the pack's folder. */
  readonly templates: { readonly domestic: string; readonly international: string; readonly test: string };
  readonly vaccines: readonly Vaccine[];
  /** How the verifier web app looks. */
  readonly verifier?: { readonly colour: string };
  /** Other countries' issuers whose certificates count here: goes into the trust list that verifiers carry. */
  readonly trustedIssuers?: readonly TrustedIssuer[];
  /** Headings of the country's own upload files, by the names that the columns have in DIVOC. */
  readonly bulk?: {
    readonly vaccination?: Readonly<Record<string, string>>;
    readonly test?: Readonly<Record<string, string>>;
  };
}

/** A row of the vaccine catalogue. */
export interface Vaccine {
  /** Lower case; found anywhere in a vaccine's name, spaces aside. */
  readonly names: readonly string[];
  readonly icd11Code: string;
  readonly prophylaxis: string;
  /** Where it is not the pack's. */
  readonly disease?: string;
}

/** A country pack, read and validated. */
export interface CountryPack extends PackFile {
  /** The folder's name. */
  readonly code: string;
  /** Absolute path of the pack's folder. */
  readonly directory: string;
  readonly entityTypes: ReadonlyMap<string, EntityType>;
}

/** The catalogue's row for a vaccine's name; undefined for a vaccine that is not in it. */
export function vaccineNamed(pack: PackFile, name: string): Vaccine | undefined {
  const squeezed = name.toLowerCase().replaceAll(/\s/g, '');
  return pack.vaccines.find(({ names }) => names.some((known) => squeezed.includes(known)));
}
