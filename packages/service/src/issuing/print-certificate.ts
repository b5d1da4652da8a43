import type { Paper } from '@mohar/print/print-job.ts';
import type { Printer } from '@mohar/print/printer.ts';
import { qrOnCard, qrOnPaper } from '@mohar/print/qr-on-paper.ts';
import { languagesFor } from '../country/languages-for.ts';
import { localTime } from '../country/local-time.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import { certificateTypeOf } from './event-identity.ts';
import type { Issuer } from './issuer.ts';
import { paperOf, standardOf } from './paper-choice.ts';
import { knownOf, printableEvent } from './printable-event.ts';
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
  readonly printer: Pick<Printer, 'print'>;
}

/** How a certificate is printed, where it is not as the country has it. */
export interface PrintChoice {
  /** Those that a caller asked for; else those of the facility's region, or the country's. */
  readonly languages?: readonly string[] | undefined;
  /** `card`: one that {@link isOnCard}. */
  readonly paper?: Paper | undefined;
  /** Of the attached credential. */
  readonly attachmentName?: string;
}

/** Whether there is a card of a certificate: types of a country's own have a page alone. */
export const isOnCard = ({ kind }: CertifiableEvent): boolean => kind !== 'entity';

/**
 * Prints a certificate, with its QR code and the signed credential attached, where the country's PDF standard has a place for
 * it.
 *
 * @throws PrintError, UnreadableCodeError.
 */
export async function printCertificate(
  certificate: PrintableCertificate,
  desk: PrintingDesk,
  { languages, paper, attachmentName = 'credential.json' }: PrintChoice = {},
): Promise<Uint8Array> {
  const { issuer, printer } = desk;
  const on = paper ?? paperOf(issuer.pack);
  const { certificateId, credential, event } = certificate;
  const issuedAt = certificate.issuedAt.toISOString();
  const { name, department, site } = issuer.pack.issuer;
  return printer.print({
    template: on === 'card' ? cardTemplateOf(event) : templateOf(event, issuer),
    languages: languagesFor(issuer.pack, event, languages),
    country: issuer.pack.country.alpha2,
    known: { ...knownOf(event, issuer.pack), site, certificateId },
    paper: on,
    // Front and back.
    ...(on === 'card' ? { maxPages: 2 } : {}),
    standard: standardOf(issuer.pack),
    content: {
      certificateId,
      issuedOn: localTime(issuer.pack, certificate.issuedAt),
      issuer: { name, department, site },
      ...printableEvent(event, issuer.pack),
    },
    qr: {
      svg: (on === 'card' ? qrOnCard : qrOnPaper)(await qrToGive(credential, certificateTypeOf(event), desk)),
    },
    attachment: {
      name: attachmentName,
      bytes: Buffer.from(credential),
      mediaType: 'application/json',
      description: 'The signed credential',
    },
    issuedAt,
  });
}

function cardTemplateOf(event: CertifiableEvent): string {
  if (!isOnCard(event)) throw new Error('There is no card of this kind of certificate.');
  return 'templates/card.typ';
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
