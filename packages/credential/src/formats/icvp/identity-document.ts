/** A document that tells who somebody is. */
export interface IdentityDocument {
  readonly number: string;
  /** HL7 v2 table 0203: `PPN` for a passport; absent where it is not known. */
  readonly type?: string;
}

/**
 * The document that a certificate is read beside.
 *
 * @param passport its number, where the caller names one.
 * @param identity as source systems send it: a number, or a URI that ends with one (`did:in.gov.passport:Z3456721`).
 */
export function identityDocumentOf(passport: string | undefined, identity: string): IdentityDocument {
  if (passport) return { number: passport, type: 'PPN' };
  const uri = /^[a-z][a-z0-9+.-]*:.*?([^:/]+)$/i.exec(identity);
  if (!uri) return { number: identity };
  const number = uri[1] as string;
  return /passport/i.test(identity) ? { number, type: 'PPN' } : { number };
}
