import type { Printer } from '@mohar/print/printer.ts';
import { qrOnPaper } from '@mohar/print/qr-on-paper.ts';
import { languagesFor } from '../country/languages-for.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import { certificateTypeOf } from './event-identity.ts';
import type { Issuer } from './issuer.ts';
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

/**
 * Prints a certificate as PDF/A, with its QR code and the signed credential attached.
 *
 * @param wanted the languages that a caller asked for; else those of the facility's region, or the country's.
 * @throws PrintError, UnreadableCodeError.
 */
export async function printCertificate(
  certificate: PrintableCertificate,
  desk: PrintingDesk,
  wanted?: readonly string[],
): Promise<Uint8Array> {
  const { issuer, printer } = desk;
  const { certificateId, credential, event } = certificate;
  const issuedAt = certificate.issuedAt.toISOString();
  const { name, department, site } = issuer.pack.issuer;
  return printer.print({
    template: templateOf(event, issuer),
    languages: languagesFor(issuer.pack, event, wanted),
    country: issuer.pack.country.alpha2,
    known: { ...knownOf(event, issuer.pack), site, certificateId },
    content: {
      certificateId,
      issuedOn: issuedAt,
      issuer: { name, department, site },
      ...printableEvent(event, issuer.pack),
    },
    qr: { svg: qrOnPaper(await qrToGive(credential, certificateTypeOf(event), desk)) },
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
