/** Which event a certificate is of: what it is found by. */
export interface CertifiedEvent {
  readonly beneficiary: string;
  readonly program: string;
  /** `domestic`, `international`, `test`, or an entity type. */
  readonly certificateType: string;
  readonly disease: string;
  /** 0 for what has no doses. */
  readonly dose: number;
}
