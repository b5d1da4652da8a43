import type { DesignInForce } from '../designs/design-versions.ts';
import type { PrintingDesk } from '../issuing/print-certificate.ts';
import type { Services } from '../services.ts';

/** With which design a page is printed. */
export interface DesignQuery {
  readonly design?: 'today' | 'as-issued';
}

export const designQuery = {
  design: {
    type: 'string',
    enum: ['today', 'as-issued'],
    description:
      'today (default): as the country prints now; as-issued: with the design, and the names of the issuer, that were in force when the certificate was issued',
  },
};

/** The design that a caller asks for, for a certificate. */
export const wantedDesign = async (
  query: unknown,
  { issuedAt }: { readonly issuedAt: Date },
  { designs }: Pick<Services, 'designs'>,
): Promise<DesignInForce> =>
  (query as DesignQuery).design === 'as-issued' ? designs.inForceAt(issuedAt) : designs.today;

/** What printing works with, with a design. */
export const deskWith = (
  { issuer, sampled, printer }: Pick<Services, 'issuer' | 'sampled' | 'printer'>,
  { design, pack }: DesignInForce,
): PrintingDesk => ({
  issuer: { ...issuer, pack },
  sampled,
  printer: { print: (job) => printer.print(job, design) },
});
