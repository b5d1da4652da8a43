const day = 24 * 3_600_000;

/** What a signer certificate is for, and what its profile wants; times are in milliseconds. */
export interface CertificateProfile {
  /** How long its private key signs. */
  readonly signsFor: number;
  /** How long a document counts: no key signs in the time before its certificate's end that the last of them needs. */
  readonly documentsLive: number;
  /** How long the certificate is valid: what was signed last has to be verifiable as long as it lives. */
  readonly validFor: number;
  readonly extendedKeyUsage: readonly string[];
  /** ICAO's list of document types; absent: the profile has none. */
  readonly documentTypes?: readonly string[];
  /** It travels in every QR code: only what the profile demands goes into it. */
  readonly small: boolean;
}

/** Key usages of the EU and the WHO, which limit a signer to certificates of some events (hcert_spec 1.1.1, appendix A.4). */
export const eventUsages = {
  test: '1.3.6.1.4.1.1847.2021.1.1',
  vaccination: '1.3.6.1.4.1.1847.2021.1.2',
  recovery: '1.3.6.1.4.1.1847.2021.1.3',
} as const;

/** The form in which the first of them were written: readers take both. */
const earlyEventUsages = {
  test: '1.3.6.1.4.1.0.1847.2021.1.1',
  vaccination: '1.3.6.1.4.1.0.1847.2021.1.2',
  recovery: '1.3.6.1.4.1.0.1847.2021.1.3',
} as const;

/** An event that the key usages of the EU and the WHO know. */
export type UsageEvent = keyof typeof eventUsages;

/** The events that key usages name, in either form; empty where they name none. */
export const eventsNamed = (usages: readonly string[]): UsageEvent[] =>
  (Object.keys(eventUsages) as UsageEvent[]).filter(
    (event) => usages.includes(eventUsages[event]) || usages.includes(earlyEventUsages[event]),
  );

/** ICAO: signer of visible digital seals (VDS-NC). */
export const sealSignerUsage = '2.23.136.1.1.14.2';
/** ICAO: which documents a signer signs. */
export const documentTypeList = '2.23.136.1.1.6.2';

export const profiles = {
  /**
   * WHO's Certificate Governance ("Validity periods"), as the EU's before it: documents count for a year at most, a signer signs
   * for six months, and is valid for two years.
   */
  hcert: {
    signsFor: 183 * day,
    documentsLive: 365 * day,
    validFor: 730 * day,
    extendedKeyUsage: [],
    small: false,
  },
  /**
   * ICAO, VDS-NC: proofs of vaccination (NV) and of tests (NT). They have no end of their own: they count as long as the
   * certificate, which in ICAO's own example is five and a half years.
   */
  'vds-nc': {
    signsFor: 365 * day,
    documentsLive: 365 * day,
    validFor: 5 * 365 * day,
    extendedKeyUsage: [sealSignerUsage],
    documentTypes: ['NV', 'NT'],
    small: true,
  },
} as const satisfies Record<string, CertificateProfile>;

/** Uses of keys that have certificates. */
export type CertifiedUse = keyof typeof profiles;

/**
 * WHO's Certificate Governance: an authority is valid for four years. It recommends a new one each year; until two years
 * before its end this one can sign every kind of signer for its full length.
 */
export const authorityLife = 1_461 * day;
