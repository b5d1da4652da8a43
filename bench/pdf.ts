import { openPrinter } from '@mohar/print/printer.ts';
import type { Issuer } from '@mohar/service/src/issuing/issuer.ts';
import { printCertificate } from '@mohar/service/src/issuing/print-certificate.ts';
import { childProcesses, processorTime } from './load/child-processes.ts';
import { residentMemory } from './load/running-service.ts';
import { openChromium } from './peers/chromium.ts';
import { htmlCertificate } from './peers/html-certificate.ts';
import { rate } from './rate.ts';
import type { Measured, Row } from './row.ts';
import { certificateOf, eventOfSomebody, issuerFor, sampleEvent } from './sample.ts';

/** Pages after which memory is looked at. Flat: the process grows by less than a tenth between the two. */
const fewPages = 500;
const manyPages = 5_000;

/** Pages that processor time is measured over. */
const timedPages = 400;

/**
 * From a signed certificate to a PDF/A of one page in two languages, with DIVOC's QR code and the credential attached: one
 * rendering process, and this one, which draws the code and hands both on. The first figure is of one event, certified again
 * and again, as it has always been measured; since Typst remembers most of such a page, the second is of people who are all
 * different; the third has signing in it (which the suite `sign` measures alone). Chromium, with which DIVOC prints, has less to do: one finished page of HTML.
 */
export async function pdf(): Promise<Row[]> {
  const issuer = issuerFor('Ed25519Signature2018');
  const line = await productionLine(issuer);
  await line.printUntil(fewPages);
  const early = line.memory();
  const figure = await rate(line.printSameNext, 1_000);
  const different = await rate(line.printNext, 1_000);
  const withSigning = await rate(line.signAndPrintNext, 1_000);
  const spent = await line.processorTimes(timedPages);
  await line.printUntil(manyPages);
  const late = line.memory();
  await line.close();
  const growth = ((late / early - 1) * 100).toFixed(1);
  process.stdout.write(
    `mohar  ${figure.toFixed(1)} PDF/s\n` +
      `of people who are all different: ${different.toFixed(1)} a second\n` +
      `${(1_000 / (spent.rendering + spent.handing)).toFixed(1)} PDFs a second of processor time, ` +
      `${(1_000 / spent.rendering).toFixed(1)} a second of the rendering process's\n` +
      `memory after ${manyPages} pages against ${fewPages}: ${growth} % more\n`,
  );
  const { credential } = await certificateOf(sampleEvent(), issuer);
  return [
    {
      what: 'certificates of one event to PDF/A-3a, one rendering process',
      figure,
      peers: await chromiumRates(htmlCertificate(credential)),
    },
    { what: 'the same, of people who are all different', figure: different },
    { what: 'the same, and signed', figure: withSigning },
    { what: 'processor time a PDF, of the rendering process', figure: spent.rendering, unit: 'ms' },
    { what: 'processor time a PDF, of the process that hands on', figure: spent.handing, unit: 'ms' },
    { what: `memory of the rendering process after ${fewPages} pages`, figure: early, unit: 'MB' },
    { what: `memory of the rendering process after ${manyPages} pages`, figure: late, unit: 'MB' },
  ];
}

/** One rendering process that is never without work: the next page waits when one is finished. */
async function productionLine(issuer: Issuer) {
  const others = new Set(childProcesses());
  const printer = openPrinter({ directories: issuer.pack.directories, width: 1 });
  const desk = { issuer, printer, sampled: () => false };
  const events = Array.from({ length: 1_000 }, (_, serial) => eventOfSomebody(serial));
  type Certificate = Parameters<typeof printCertificate>[0];
  const sign = async (event: (typeof events)[number]): Promise<Certificate> => ({
    ...(await certificateOf(event, issuer)),
    event,
  });
  const signed: Certificate[] = [];
  for (const event of events) signed.push(await sign(event));
  const same: Certificate[] = [];
  for (let n = 0; n < 200; n += 1) same.push(await sign(sampleEvent()));
  let begun = 0;
  let waiting: Promise<unknown> = Promise.resolve();
  const next = async (certificateOfTurn: (turn: number) => Certificate | Promise<Certificate>) => {
    const before = waiting;
    const turn = begun % events.length;
    begun += 1;
    waiting = (async () => printCertificate(await certificateOfTurn(turn), desk))();
    await before;
  };
  const printNext = () => next((turn) => signed[turn] as Certificate);
  const printSameNext = () => next((turn) => same[turn % same.length] as Certificate);
  const signAndPrintNext = () => next((turn) => sign(events[turn] as (typeof events)[number]));
  const printUntil = async (pages: number) => {
    while (begun < pages) await printNext();
    await waiting;
  };
  /** It is replaced where it dies: then there is nothing to measure. */
  const renderer = () => {
    const [only, more] = childProcesses().filter((pid) => !others.has(pid));
    if (only === undefined || more !== undefined) throw new Error('There is not one rendering process.');
    return only;
  };
  return {
    printNext,
    printSameNext,
    signAndPrintNext,
    printUntil,
    memory: () => residentMemory(renderer()),
    /** Milliseconds a page. */
    processorTimes: async (pages: number) => {
      const pid = renderer();
      const [rendering, own] = [processorTime(pid), process.cpuUsage()];
      await printUntil(begun + pages);
      const { user, system } = process.cpuUsage(own);
      return {
        rendering: (processorTime(pid) - rendering) / pages,
        handing: (user + system) / 1_000 / pages,
      };
    },
    close: printer.close,
  };
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
