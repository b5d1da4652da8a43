import type { Fault } from '@mohar/credential/event/fault.ts';
import type { CertifiableEvent } from '../issuing/certifiable-event.ts';
import type { Issuer } from '../issuing/issuer.ts';
import { printCertificate } from '../issuing/print-certificate.ts';
import { readEvent } from '../issuing/read-events.ts';
import { type SignedCertificate, signEvent } from '../issuing/sign-event.ts';
import type { Sample } from './sample.ts';
import type { SampleEvent } from './sample-events.ts';

/** A sample, and where its event could be certified, the certificate. */
export interface SampleCertificate {
  readonly sample: Sample;
  readonly certificate?: SignedCertificate & { readonly event: CertifiableEvent };
}

/**
 * Certifies a sample as a certify call would.
 *
 * @param now milliseconds since 1970.
 */
export async function sampleCertificate(
  { name, kind, event }: SampleEvent,
  issuer: Issuer,
  now: number,
): Promise<SampleCertificate> {
  const read = readEvent(event, kind, issuer.pack, now, '');
  if (!read.ok) return { sample: { name, refused: said(read.faults) } };
  const signed = await signEvent(read.value, undefined, issuer, now, '');
  if (!signed.ok) return { sample: { name, refused: said(signed.faults) } };
  const certificate = { ...signed.value, event: read.value };
  return {
    certificate,
    sample: {
      name,
      print: (printer, look) =>
        printCertificate(certificate, { issuer, printer, sampled: () => false }, look),
    },
  };
}

const said = (faults: readonly Fault[]) =>
  faults.map(({ pointer, message }) => `${pointer || '/'} ${message}`).join('; ');
