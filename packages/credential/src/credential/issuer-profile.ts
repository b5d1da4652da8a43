/** What an issuer decides about the credentials it signs; comes from the country pack and configuration. */
export interface IssuerProfile {
  /** URI of the issuer: the credential's `issuer`. */
  readonly issuer: string;
  readonly issuerName: string;
  /** Put before identities that are not URIs: `did:india` makes `did:india:<identity>`. */
  readonly identityPrefix: string;
  /** Certificate ids are appended to these. */
  readonly vaccinationBaseUrl: string;
  readonly testBaseUrl: string;
  readonly feedbackBaseUrl: string;
  readonly infoBaseUrl: string;
  /** Numbers of status lists are appended to it: where verifiers fetch them. */
  readonly statusBaseUrl: string;
  /** URLs of the contexts of DIVOC's format, where they are not cowin.gov.in's. */
  readonly contexts?: { readonly domestic?: string; readonly international?: string; readonly test?: string };
  /** ISO 3166-1 code used in addresses without a country: alpha-2 domestic, alpha-3 international. */
  readonly country: { readonly alpha2: string; readonly alpha3: string };
  /** Codes of a vaccine by its name, for international certificates. */
  vaccineCodes(name: string): { readonly icd11Code: string; readonly prophylaxis: string };
}

/** What differs from certificate to certificate, besides the event. */
export interface Issuance {
  readonly certificateId: string;
  /** RFC 3339 instant, UTC, milliseconds: `2021-03-03T04:28:46.012Z`. */
  readonly issuedAt: string;
  /** Its place in a status list; credentials of VC 2.0 name it. */
  readonly status?: { readonly list: number; readonly index: number };
}
