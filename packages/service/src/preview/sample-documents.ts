import { NotExpressibleError } from '@mohar/credential/formats/not-expressible-error.ts';
import type { CountryPack } from '../country/pack.ts';
import { CodeTooLargeError } from '../exporting/code-budget.ts';
import { exportDocument } from '../exporting/export-document.ts';
import { type ExportFormat, exportFormats } from '../exporting/export-format.ts';
import { documentFormats } from '../exporting/formats.ts';
import { printDocument } from '../exporting/print-document.ts';
import { readBack } from '../exporting/read-back.ts';
import { identifyEvent } from '../issuing/event-identity.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import type { Sample } from './sample.ts';
import type { SampleCertificate } from './sample-certificate.ts';
import type { SampleSigners } from './sample-signers.ts';

/** What is given out in other formats, by the names of samples, and what they are called then. */
const sources = [
  ['vaccination-international-final', 'vaccination', false],
  ['test-negative', 'test', false],
  ['test-positive', 'recovery', true],
] as const;

/** Samples of the documents for other countries; formats and events that do not go together are left out. */
export async function sampleDocuments(
  certificates: readonly SampleCertificate[],
  pack: CountryPack,
  signers: SampleSigners,
  now: number,
): Promise<Sample[]> {
  const found: Sample[] = [];
  for (const format of exportFormats.filter((name) => pack.exports[name])) {
    for (const [source, event, recovery] of sources) {
      const certificate = certificates.find(({ sample }) => sample.name === source)?.certificate;
      if (!certificate || (recovery && !documentFormats[format].hasRecoveries)) continue;
      found.push(
        ...(await sampleDocument(
          `${format}-${event}`,
          stored(certificate, pack),
          { format, recovery, now },
          pack,
          signers,
        )),
      );
    }
  }
  return found;
}

async function sampleDocument(
  name: string,
  certificate: StoredCertificate,
  request: { readonly format: ExportFormat; readonly recovery: boolean; readonly now: number },
  pack: CountryPack,
  signers: SampleSigners,
): Promise<Sample[]> {
  try {
    const document = await exportDocument(certificate, { ...request, holder: {} }, pack, signers);
    const summary = await readBack(document.text, signers.trust, request.now);
    return [
      {
        name,
        code: document.text,
        print: (printer, { languages, paper }) =>
          printDocument(
            document,
            summary,
            certificate.certificateId,
            pack,
            printer,
            languages,
            paper === 'card' ? undefined : paper,
          ),
      },
    ];
  } catch (error) {
    if (error instanceof CodeTooLargeError) return [{ name, refused: error.message }];
    if (!(error instanceof NotExpressibleError)) throw error;
    // A format has no tests, or none of this vaccine: only what a country's own vaccination lacks is worth a word.
    return name.endsWith('-vaccination')
      ? [{ name, refused: error.faults.map(({ pointer, message }) => `${pointer} ${message}`).join('; ') }]
      : [];
  }
}

/** As the registry would give it. */
function stored(
  { certificateId, shard, issuedAt, credential, event }: NonNullable<SampleCertificate['certificate']>,
  pack: CountryPack,
): StoredCertificate {
  return {
    ...identifyEvent(event, pack),
    certificateId,
    shard,
    state: 'issued',
    issuedAt,
    event: JSON.parse(JSON.stringify(event)),
    credential: Buffer.from(credential),
  };
}
