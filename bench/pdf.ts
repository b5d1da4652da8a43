import { openPrinter } from '@mohar/print/printer.ts';
import { printCertificate } from '@mohar/service/src/issuing/print-certificate.ts';
import { openChromium } from './peers/chromium.ts';
import { htmlCertificate } from './peers/html-certificate.ts';
import { rate } from './rate.ts';
import type { Measured, Row } from './row.ts';
import { certificateOf, issuerFor, sampleEvent } from './sample.ts';

/**
 * From a validated event to a PDF/A of one page in two languages, signed, with DIVOC's QR code and the credential
 * attached: one rendering thread. Chromium, with which DIVOC prints, has less to do: one finished page of HTML.
 */
export async function pdf(): Promise<Row[]> {
  const issuer = issuerFor('Ed25519Signature2018');
  const printer = openPrinter({ directories: issuer.pack.directories });
  const desk = { issuer, printer, sampled: () => false };
  const event = sampleEvent();
  const figure = await rate(async () => {
    await printCertificate({ ...(await certificateOf(event, issuer)), event }, desk);
  }, 1_000);
  await printer.close();
  process.stdout.write(`mohar  ${figure.toFixed(1)} PDF/s\n`);
  const { credential } = await certificateOf(event, issuer);
  return [{ what: 'event to PDF/A-3a', figure, peers: await chromiumRates(htmlCertificate(credential)) }];
}

async function chromiumRates(html: string): Promise<Measured[]> {
  const browser = await openChromium().catch((error: Error) => error);
  if (!browser || browser instanceof Error) {
    const reason = browser?.message ?? 'There is no Chromium or Chrome on the PATH.';
    process.stderr.write(`\n*** ${reason} Printing is measured WITHOUT its peer.\n\n`);
    return [{ what: 'Chromium', figure: undefined }];
  }
  const { product, openPage } = browser;
  const printOnNewPage = async () => {
    const page = await openPage();
    const printed = await page.print(html);
    await page.close();
    return printed;
  };
  const sample = (await printOnNewPage()).toString('latin1');
  if (!sample.startsWith('%PDF') || !sample.includes('/Subtype /Image')) {
    throw new Error('Chromium printed no picture.');
  }
  const fresh = await rate(printOnNewPage, 1_000);
  const page = await openPage();
  const reused = await rate(() => page.print(html), 1_000);
  await browser.close();
  return [
    { what: `${product}, a new page each, as DIVOC`, figure: fresh },
    { what: `${product}, one page reused`, figure: reused },
  ];
}
