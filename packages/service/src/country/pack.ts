import type { ContextMap } from '@mohar/credential/credential/contexts/bundled.ts';
import type { Fault } from '@mohar/credential/event/fault.ts';
import type { FieldSetName } from '@mohar/credential/formats/icvp/field-set.ts';
import type { CryptosuiteName } from '@mohar/credential/proofs/cryptosuites.ts';
import type { DivocWrapping } from '@mohar/credential/qr/divoc-payload.ts';
import type { TrustedIssuer } from '@mohar/credential/trust/signed-trust-list.ts';
import type { CodePointRuns } from '@mohar/print/code-point-runs.ts';
import type { EntityType } from './entity-type.ts';
import type { NamedRow } from './row-named.ts';

/**
 * How a credential gets into its QR code: DIVOC's zip, in one of its wrappings; or `compact`, Mohar's own form, which
 * needs a code half as large, for certificates of VC 2.0.
 */
export type QrWrapping = DivocWrapping | 'compact';

/** A text in the languages of the country, by language tag. */
export type Translations = Readonly<Record<string, string>>;

/** Languages of certificates, by BCP 47 tags. */
export interface PackLanguages {
  /** What a certificate is printed in where nobody asks for another, and its facility's region has none: one, or two side by side. */
  readonly default: readonly string[];
  /** What stands beside the language of a region. */
  readonly beside?: string;
  /** What can be asked for. */
  readonly offered: readonly string[];
  /** Other codes for them, by tag: DIVOC's. */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
}

/** What events are certified as. */
export type CertificateForm = 'domestic' | 'international' | 'test';

export type Paper = 'a4' | 'us-letter';

/** ISO 19005 (PDF/A) part and level, or ISO 14289-1 (PDF/UA-1). */
export type PdfStandard = 'a-3a' | 'a-2a' | 'ua-1';

/** A context of the country: one that Mohar brings, or a file of the pack. */
export interface PackContext {
  readonly url: string;
  /** Path below the pack's folder. */
  readonly file?: string;
}

/** By what events are told apart, beside their beneficiary and certificate type, which always count. */
export interface EventKeyRules {
  readonly vaccination: readonly VaccinationKeyMember[];
  readonly test: readonly TestKeyMember[];
}
export type VaccinationKeyMember = 'program' | 'disease' | 'dose' | 'vaccine' | 'date';
export type TestKeyMember = 'program' | 'disease' | 'sampleTime' | 'testType';

/** `country.yaml`: who issues, and how. A country's own, never another pack's. */
export interface CountryPiece {
  /** The pack whose files count where this one has none of its own. */
  readonly extends?: string;
  readonly country: { readonly alpha2: string; readonly alpha3: string };
  /** IANA name. */
  readonly timeZone: string;
  readonly languages: PackLanguages;
  /** The disease of events that name none. */
  readonly disease: string;
  readonly issuer: {
    readonly id: string;
    readonly did: string;
    readonly name: Translations;
    readonly department: Translations;
    /** Where holders read how to verify; printed. */
    readonly site: string;
    /** How proofs name a key: `{key}` stands for its id, `{did}` for the DID. */
    readonly keyName?: string;
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
    /** The JSON-LD contexts of DIVOC's format, where the country has its own. */
    readonly contexts?: Readonly<Partial<Record<CertificateForm, PackContext>>>;
  };
  readonly qr: {
    readonly wrapping: QrWrapping;
    /** By certificate kind (an entity type's name is one), where it is another. */
    readonly kinds?: Readonly<Record<string, QrWrapping>>;
  };
  readonly paper: Paper;
  readonly pdf: PdfStandard;
  /** What an event with a live certificate of other content gets: 409, or (as DIVOC) the certificate that exists. */
  readonly duplicates: 'refuse' | 'ignore';
  /** How often the certificate of one event may be corrected. */
  readonly correctionLimit: number;
  /** What makes two events the same, where it is not program, disease, and dose or sample time. */
  readonly eventKey?: Partial<EventKeyRules>;
  /** Paths below the pack's folder. */
  readonly templates: { readonly domestic: string; readonly international: string; readonly test: string };
}

/** `verifier.yaml`: how the verifier web app looks. */
export interface VerifierPiece {
  /** `#rrggbb`. */
  readonly colour?: string;
  /** What the app says otherwise than its own words do: by language, then by key. */
  readonly words?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** `bulk.yaml`: headings of the country's own upload files, by the names that the columns have in DIVOC. */
export interface BulkPiece {
  readonly vaccination?: Readonly<Record<string, string>>;
  readonly test?: Readonly<Record<string, string>>;
}

/** `tests.yaml`: a rapid antigen test by the names of maker and test, with its id in the EU's list; those that it has go without. */
export interface TestDevice extends NamedRow {
  readonly eu: string;
}

/** `vaccines.yaml`. */
export interface VaccinesPiece {
  readonly vaccines: readonly Vaccine[];
  /** Between doses of a vaccine that is not in the catalogue. */
  readonly otherInterval?: DoseInterval;
}

/** Days from one dose to the next. */
export interface DoseInterval {
  readonly from: number;
  /** Absent where there is no end. */
  readonly to?: number;
}

/** `regions.yaml`: a part of the country. */
export interface Region {
  readonly name: string;
  readonly otherNames?: readonly string[];
  /** ISO 3166-2. */
  readonly code?: string;
  /** BCP 47 tag of the language that certificates of its facilities are printed in, where nobody asks for another. */
  readonly language: string;
}

/** `fields.yaml`: by certificate kind, a JSON Schema (2020-12) that events must fit beside Mohar's own rules. */
export type FieldsPiece = Readonly<Partial<Record<CertificateForm, object>>>;

/** `identities.yaml`. */
export interface IdentitiesPiece {
  readonly identities: readonly IdentityType[];
  /** What none of them is; shown whole, where not given. */
  readonly others?: ShownIdentity;
}

/** How an identity stands on paper. */
export interface ShownIdentity {
  /** Key of the message that names the document: `identityDocuments.passport`. */
  readonly name: string;
  readonly shown: 'whole' | 'masked';
  /** Of a masked one: how many letters and figures stand at its end; never more than half of them. */
  readonly keepLast?: number;
}

/** A kind of document that tells who somebody is. */
export interface IdentityType extends ShownIdentity {
  readonly type: string;
  /** Regular expression: what stands before the number in a URI, `in.gov.passport` in `did:in.gov.passport:Z3456721`. */
  readonly uri?: string;
  /** Regular expression: the whole of an identity that is no URI. */
  readonly text?: string;
  /** Regular expression: what its number must be. */
  readonly pattern?: string;
  /** What would be right, where it is not: in words. */
  readonly message?: string;
}

/** Every piece of a pack that is there, as its file says it. */
export interface PackPieces {
  readonly country: CountryPiece;
  readonly vaccines: VaccinesPiece;
  readonly identities?: IdentitiesPiece;
  readonly regions?: { readonly regions: readonly Region[] };
  readonly fields?: FieldsPiece;
  readonly tests?: { readonly testDevices: readonly TestDevice[] };
  readonly exports?: PackExports;
  readonly bulk?: BulkPiece;
  readonly verifier?: VerifierPiece;
  readonly 'trusted-issuers'?: { readonly issuers: readonly TrustedIssuer[] };
}

/** A row of the vaccine catalogue. */
export interface Vaccine extends NamedRow {
  /** Names of its maker: other vaccines have them too, so they count alone, beside words that any vaccine may have. */
  readonly makers?: readonly string[];
  /** ICD-11 extension code of the product, else of its type. */
  readonly icd11Code: string;
  /** ICD-11 extension code of the type. */
  readonly icd11Type?: string;
  readonly prophylaxis: string;
  /** Where it is not the pack's. */
  readonly disease?: string;
  /** Codes of the EU's value sets; without them there is no EU certificate of this vaccine. */
  readonly eu?: { readonly prophylaxis: string; readonly product: string; readonly manufacturer: string };
  /** CVX; without it there is no SMART Health Card of this vaccine. */
  readonly cvx?: string;
  /** Id in WHO's list of prequalified vaccines. */
  readonly whoProduct?: string;
  /** Of the whole course: events must say the same. */
  readonly doses?: number;
  /** From each dose to the next, the first first; the last counts for all that follow. */
  readonly intervals?: readonly DoseInterval[];
  /** How long after a dose `effectiveUntil` may be. */
  readonly validDays?: number;
}

/** `exports.yaml`: what certificates can leave as, for other countries. A format without a member here is not given out. */
export interface PackExports {
  readonly 'eu-dcc'?: ExportRules & {
    /** When a certificate of recovery counts, in days after the sample was taken; absent: positive tests become none. */
    readonly recovery?: { readonly fromDay: number; readonly untilDay: number };
  };
  readonly 'smart-health-card'?: ExportRules & {
    /** URL that cards name their issuer by; its key set is at `<iss>/.well-known/jwks.json`. */
    readonly iss: string;
  };
  readonly 'who-ddcc'?: ExportRules;
  readonly icvp?: ExportRules & {
    /** Which of WHO's drafts is written; the one of 2024, where absent. */
    readonly fieldSet?: FieldSetName;
    /** Its number within the claim −260, once WHO has given it one. */
    readonly subclaim?: number;
  };
  readonly 'vds-nc'?: ExportRules & {
    /** Whom readers of proofs of test can ask: ICAO demands it of them. */
    readonly contact?: { readonly telephone: string; readonly email: string; readonly address?: string };
  };
}

export interface ExportRules {
  /** Of its PDF; path below the pack's folder. */
  readonly template: string;
  /** Doses before the last of their course are refused. */
  readonly finalDoseOnly?: boolean;
  /** How long the document counts, in days, where the format has an end; never longer than its signing key. */
  readonly validDays?: number;
}

/** Judges an event by the country's own rules. */
export type FieldRule = (event: unknown, base: string) => Fault[];

/** A country pack, read and validated: everything that a country decides. */
export interface CountryPack extends CountryPiece {
  /** The folder's name. */
  readonly code: string;
  /** Absolute paths: the pack's own folder, then those of the packs that it extends. {@link packFile} finds a file in them. */
  readonly directories: readonly [string, ...string[]];
  readonly vaccines: readonly Vaccine[];
  readonly otherInterval?: DoseInterval;
  readonly testDevices: readonly TestDevice[];
  readonly identities: IdentitiesPiece;
  readonly regions: readonly Region[];
  /** Of `fields.yaml`: every fault of an event, pointers from `base`. */
  readonly fieldRules: Readonly<Partial<Record<CertificateForm, FieldRule>>>;
  /** The contexts of {@link CountryPiece.credential}, by URL. */
  readonly contexts: ContextMap;
  /** What the fonts of the pack's own (`fonts/`) draw, beside those that come with Mohar. */
  readonly fontCodePoints: CodePointRuns;
  readonly exports: PackExports;
  readonly bulk: BulkPiece;
  readonly verifier: VerifierPiece;
  /** Other countries' issuers whose certificates count here: goes into the trust list that verifiers carry. */
  readonly trustedIssuers: readonly TrustedIssuer[];
  readonly entityTypes: ReadonlyMap<string, EntityType>;
}
