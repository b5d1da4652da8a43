import type { HealthEvent } from '@mohar/credential/event/health-event.ts';
import { type Address, stageOf } from '@mohar/credential/event/health-event.ts';
import type { JsonObject, JsonValue } from '@mohar/credential/json.ts';
import { qrSvg } from '@mohar/credential/qr/svg.ts';
import type { Printer } from '@mohar/print/printer.ts';
import { vaccineNamed } from '../country/vaccine-named.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import type { Issuer } from './issuer.ts';
import { type CodeDesk, qrToGive } from './qr-to-give.ts';

/** What a certificate's PDF is made from. */
export interface PrintableCertificate {
  readonly certificateId: string;
  readonly issuedAt: Date;
  readonly event: CertifiableEvent;
  /** JSON text, as signed. */
  readonly credential: string;
}

/** What printing works with. */
export interface PrintingDesk extends CodeDesk {
  readonly printer: Printer;
}

/**
 * Prints a certificate as PDF/A, with its QR code and the signed credential attached.
 *
 * @param languages of the country pack, where not all of them are wanted.
 * @throws PrintError, UnreadableCodeError.
 */
export async function printCertificate(
  certificate: PrintableCertificate,
  desk: PrintingDesk,
  languages: readonly string[] = desk.issuer.pack.languages,
): Promise<Uint8Array> {
  const { issuer, printer } = desk;
  const { certificateId, credential, event } = certificate;
  const issuedAt = certificate.issuedAt.toISOString();
  const { name, department, site } = issuer.pack.issuer;
  return printer.print({
    template: templateOf(event, issuer),
    languages,
    content: {
      certificateId,
      issuedOn: issuedAt,
      issuer: { name, department, site },
      ...contentOf(event, issuer),
    },
    qr: { svg: qrSvg(await qrToGive(credential, desk)) },
    attachment: {
      name: 'credential.json',
      bytes: Buffer.from(credential),
      mediaType: 'application/json',
      description: 'The signed credential',
    },
    issuedAt,
  });
}

function templateOf(event: CertifiableEvent, { pack }: Issuer): string {
  switch (event.kind) {
    case 'vaccination':
      return pack.templates[event.form];
    case 'test':
      return pack.templates.test;
    case 'entity': {
      const type = pack.entityTypes.get(event.entityType);
      if (!type) throw new Error(`The country pack has no entity type ${event.entityType}.`);
      return type.template;
    }
  }
}

function contentOf(event: CertifiableEvent, issuer: Issuer): JsonObject {
  if (event.kind === 'entity') return { kind: event.entityType, subject: event.subject };
  const common = { beneficiary: beneficiaryOf(event), facility: placeOf(event.facility) };
  if (event.kind === 'test') {
    const { testDetails, verifier } = event;
    return {
      kind: 'test',
      stage: null,
      ...common,
      vaccination: null,
      test: {
        disease: testDetails.disease,
        testName: testDetails.testName ?? null,
        testType: testDetails.testType,
        manufacturer: testDetails.manufacturer ?? null,
        batch: testDetails.batch ?? null,
        sampleOrigin: testDetails.sampleOrigin ?? null,
        sampleCollected: testDetails.sampleCollectionTimestamp,
        resultAt: testDetails.resultTimestamp,
        result: testDetails.result,
      },
      vaccinator: verifier?.name ?? null,
      earlierDoses: [],
    };
  }
  const { vaccination } = event;
  const vaccine = vaccineNamed(issuer.pack, vaccination.name);
  const international = event.form === 'international';
  return {
    kind: international ? 'vaccination-international' : 'vaccination-domestic',
    stage: stageOf(vaccination.dose, vaccination.totalDoses),
    ...common,
    vaccination: {
      vaccine: vaccination.name,
      manufacturer: vaccination.manufacturer,
      batch: vaccination.batch ?? null,
      date: vaccination.date,
      civilDate: vaccination.civilDate,
      dose: vaccination.dose,
      totalDoses: vaccination.totalDoses,
      effectiveStart: vaccination.effectiveStart,
      effectiveUntil: vaccination.effectiveUntil,
      icd11Code: (international && vaccine?.icd11Code) || null,
      prophylaxis: (international && vaccine?.prophylaxis) || null,
      country: international ? issuer.pack.country.alpha3 : null,
    },
    test: null,
    vaccinator: event.vaccinator?.name ?? null,
    earlierDoses: earlierDoses(event.meta, vaccination.dose),
  };
}

const beneficiaryOf = ({ recipient, beneficiary }: HealthEvent): JsonObject => ({
  name: recipient.name,
  id: beneficiary,
  age: recipient.age ?? null,
  dob: recipient.dob ?? null,
  gender: recipient.gender ?? null,
  nationality: recipient.nationality ?? null,
  identity: recipient.identity,
  address: addressOf(recipient.address),
});

const placeOf = ({ name, address }: HealthEvent['facility']): JsonObject => ({
  name,
  address: addressOf(address),
});

const addressOf = (address: Address | undefined): JsonValue =>
  address
    ? {
        line1: address.addressLine1 ?? null,
        line2: address.addressLine2 ?? null,
        district: address.district ?? address.city ?? null,
        state: address.state ?? null,
        pincode: address.pincode ?? null,
        country: address.country ?? null,
      }
    : null;

/** Doses before this one, as the source system lists them in `meta.vaccinations`; entries without a dose are skipped. */
function earlierDoses(meta: JsonObject, current: number): JsonObject[] {
  const listed = Array.isArray(meta.vaccinations) ? (meta.vaccinations as readonly JsonObject[]) : [];
  return listed
    .filter(({ dose }) => typeof dose === 'number' && dose >= 1 && dose < current)
    .sort((a, b) => Number(a.dose) - Number(b.dose))
    .map(({ dose, name, manufacturer, batch, date }) => ({
      dose: dose ?? null,
      vaccine: name || null,
      manufacturer: manufacturer || null,
      batch: batch || null,
      date: date || null,
      facility: null,
    }));
}
