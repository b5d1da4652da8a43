import ours from '../../codes/diseases.json' with { type: 'json' };
import codes from './codes.json' with { type: 'json' };
import products from './products.json' with { type: 'json' };

/** A vaccine of WHO's list of prequalified ones. */
export interface PrequalifiedProduct {
  /** As the value set ICVPProductIds names it. */
  readonly id: string;
  /** As the list's first edition named it. */
  readonly tradeItem: string;
  readonly name: string;
  /** What kind of vaccine, in words. */
  readonly type: string;
  /** ICD-11 of the disease. */
  readonly disease: string;
  readonly manufacturerId: string;
  readonly manufacturer: string;
}

const manufacturers: Readonly<Record<string, string>> = products.manufacturers;
const byId = new Map<string, PrequalifiedProduct>(
  products.products.flatMap((row) => {
    const product = { ...row, manufacturer: manufacturers[row.manufacturerId] as string };
    return [
      [row.id, product],
      [row.tradeItem, product],
    ] as const;
  }),
);

/** A product by either of its ids; undefined for one that is not in the list. */
export const productOf = (id: string): PrequalifiedProduct | undefined => byId.get(id);

/** What a disease is called, by WHO's list for certificates, else by ours; undefined for one that neither has. */
export const diseaseName = (code: string): string | undefined =>
  rowOf(codes.diseases, code) ?? ours.diseases.find(({ icd11 }) => icd11 === code)?.names[0];

/** What ICD-11 calls a vaccine, and its disease; undefined for one that WHO's list for ICVP does not have. */
export const vaccineOf = (icd11: string): { readonly name: string; readonly disease: string } | undefined =>
  rowOf(codes.vaccines, icd11);

/** ICD-11 of what a vaccination is against: its own word, else its vaccine's, else its product's. */
export const diseaseCodeOf = ({
  disease,
  vaccine,
  product,
}: {
  readonly disease?: string;
  readonly vaccine?: string;
  readonly product?: string;
}): string | undefined => disease ?? vaccineOf(vaccine ?? '')?.disease ?? productOf(product ?? '')?.disease;

/** Whether a vaccination against a disease counts for life (International Health Regulations, annex 7). */
export const isForLife = (icd11: string): boolean => codes.forLife.includes(icd11);

/** How many days after the dose a vaccination begins to count, where the Regulations say so (annex 7); else 0. */
export const countsAfterDays = (icd11: string): number => rowOf(codes.countsAfterDays, icd11) ?? 0;

const rowOf = <Row>(table: Readonly<Record<string, Row>>, key: string): Row | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
