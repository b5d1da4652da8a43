import type { CborValue } from '../cose/cbor.ts';

/**
 * The content of a subclaim. WHO's model of HCERT has lists of DDCC and ICVP (`0..*`); an HCERT of one certificate may have
 * a list of one, or the thing itself, as all public codes do.
 */
export const onlyContent = (subclaim: CborValue): CborValue =>
  Array.isArray(subclaim) && subclaim.length === 1 ? (subclaim[0] as CborValue) : subclaim;
