import { openPrinter } from '@mohar/print/printer.ts';
import { printCertificate } from '@mohar/service/src/issuing/print-certificate.ts';
import { signEvent } from '@mohar/service/src/issuing/sign-event.ts';
import { type Row, rate } from './rate.ts';
import { issuerFor, sampleEvent } from './sample.ts';

/** One page, two languages, DIVOC's QR code, the credential attached: one rendering thread. */
export async function pdf(): Promise<Row[]> {
  const issuer = issuerFor('Ed25519Signature2018');
  const printer = openPrinter({ packDirectory: issuer.pack.directory });
  const event = sampleEvent();
  const perSecond = await rate(async () => {
    const signed = await signEvent(event, issuer, Date.now(), '');
    if (signed.ok) await printCertificate({ ...signed.value, event }, issuer, printer);
  }, 1_000);
  await printer.close();
  process.stdout.write(`mohar  ${perSecond.toFixed(1)} PDF/s\n`);
  return [{ what: 'certificate as PDF/A-3a', perSecond }];
}
