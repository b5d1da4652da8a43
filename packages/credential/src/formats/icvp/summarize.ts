import { vaccineNameOf } from '../../codes/vaccines.ts';
import type { CertificateSummary } from '../../verification/summarize.ts';
import { diseaseCodeOf, diseaseName, productOf, vaccineOf } from './catalogue.ts';
import type { IcvpContent } from './content.ts';

/** Reads an ICVP for a person. */
export function summarize(
  { holder, vaccination }: IcvpContent,
  signed: { readonly certificateId?: string | undefined; readonly issuedAt?: number | undefined } = {},
): CertificateSummary {
  const { vaccine, dose, clinician, issuer } = vaccination;
  const product = productOf(vaccination.product ?? '');
  const kind = vaccineOf(vaccine ?? '');
  const diseaseCode = diseaseCodeOf(vaccination);
  return present({
    kind: 'vaccination' as const,
    certificateId: signed.certificateId,
    issuedAt: signed.issuedAt === undefined ? undefined : new Date(signed.issuedAt).toISOString(),
    holder: present({
      name: holder.name,
      birthDate: holder.birthDate,
      birthYear: holder.birthDate && /^\d{4}/.exec(holder.birthDate)?.[0],
      sex: holder.sex,
      nationality: holder.nationality,
    }),
    vaccination: present({
      disease: diseaseCode && (diseaseName(diseaseCode) ?? diseaseCode),
      vaccine: product?.name ?? kind?.name ?? vaccineNameOf(vaccine ?? '') ?? vaccine ?? vaccination.product,
      prophylaxis: kind?.name ?? product?.type,
      manufacturer: vaccination.manufacturer ?? product?.manufacturer,
      batch: vaccination.batch,
      date: vaccination.date,
      effectiveFrom: vaccination.validFrom,
      effectiveUntil: vaccination.validUntil,
      dose: dose && /^\d{1,2}$/.test(dose) ? Number(dose) : undefined,
    }),
    attestedBy: clinician ?? issuer,
  });
}

type Present<Members> = { [Name in keyof Members]: Exclude<Members[Name], undefined> };

/** Leaves out what is undefined. */
const present = <Members extends object>(found: Members) =>
  Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Present<Members>;
