import { qrPng } from '@mohar/credential/qr/png.ts';
import { qrSvg } from '@mohar/credential/qr/svg.ts';
import type { CertificateSummary } from '@mohar/credential/verification/summarize.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languagesFor, type PlacedEvent } from '../country/languages-for.ts';
import type { CountryPack } from '../country/pack.ts';
import { exportCertificate, WithdrawnMeanwhileError } from '../exporting/export-certificate.ts';
import type { ExportedDocument } from '../exporting/export-document.ts';
import type { ExportFormat } from '../exporting/export-format.ts';
import { fhirDocumentOf } from '../exporting/fhir-document.ts';
import { documentFormats } from '../exporting/formats.ts';
import { type HolderDetails, nameMembers, undrawableNames } from '../exporting/holder-details.ts';
import { printDocument } from '../exporting/print-document.ts';
import { dataModelOf } from '../issuing/data-model-of.ts';
import type { SheetPaper } from '../issuing/paper-choice.ts';
import type { PrintingDesk } from '../issuing/print-certificate.ts';
import { Problem } from '../problem.ts';
import { recordAccess } from '../registry/record-access.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import type { Services } from '../services.ts';
import { deskWith, wantedDesign } from './design-query.ts';
import { type ExportQuery, meantCertificate } from './export-query.ts';
import { access, byId, readLanguages, stateHeaders, withdrawn } from './find-for-caller.ts';
import { holderIn } from './holder-body.ts';
import { acceptedOf, credentialTypes, type Representation } from './representations.ts';

/**
 * A format for the caller's certificate, signed, and what of the caller's details is in it.
 *
 * @param choose what the caller chose for the certificate; what is wrong with it is told before anything is signed.
 */
async function exported<Choice>(
  request: FastifyRequest,
  name: ExportFormat,
  wanted: Representation | 'file',
  services: Services,
  choose: (certificate: StoredCertificate) => Promise<Choice>,
) {
  const query = request.query as ExportQuery;
  const format = documentFormats[name];
  const holder = await holderIn(request, format.takes);
  assertKind(query, format.hasRecoveries);
  if (wanted === 'application/pdf' && format.namesAre === 'as-written')
    assertDrawable(holder, services.issuer.pack);
  const certificate = await meantCertificate(query, services);
  const choice = await choose(certificate);
  const { metrics } = services;
  try {
    const given = await exportCertificate(
      certificate,
      { format: name, holder, recovery: query.kind === 'recovery', now: services.clock() },
      { ...services, pack: services.issuer.pack },
    );
    metrics.exported(name, { version: given.document.code.version });
    return { certificate, choice, auditName: auditName(name, holder), ...given };
  } catch (error) {
    metrics.exported(name, { refused: (error as { code?: string }).code ?? 'ERROR' });
    if (error instanceof WithdrawnMeanwhileError) {
      throw withdrawn(await byId(certificate.certificateId, services));
    }
    throw error;
  }
}

/** In the audit trail: also whether the holder's names, or their passport, were the caller's; not which. */
const auditName = (name: string, holder: HolderDetails) => {
  const isRenamed = nameMembers.some((member) => holder[member] !== undefined);
  return `${name}${isRenamed ? '+names' : ''}${holder.passport === undefined ? '' : '+passport'}`;
};

/** @throws Problem 400 where a recovery is asked for, and there are none. */
function assertKind({ kind }: ExportQuery, hasRecoveries: boolean): void {
  if (kind !== 'recovery' || hasRecoveries) return;
  throw new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'The request is not valid',
    detail: 'Recoveries are certified as EU DCC alone.',
    faults: [{ pointer: '?kind', rule: 'enum', message: 'must be vaccination or test in this format' }],
  });
}

/** @throws Problem 422 where the names cannot be printed. */
function assertDrawable(holder: HolderDetails, pack: CountryPack): void {
  const faults = undrawableNames(holder, pack);
  if (faults.length === 0) return;
  throw new Problem({
    status: 422,
    code: 'NOT_PRINTABLE',
    title: 'The names cannot be printed',
    detail:
      'Nothing was signed. Ask for another form than PDF, or give the names in letters that its fonts have.',
    faults,
  });
}

/** Answers with a document, in one of the forms that every format comes in. */
export async function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  format: ExportFormat,
  wanted: Representation,
  services: Services,
): Promise<FastifyReply> {
  const { language, paper } = request.query as ExportQuery;
  const { certificate, choice, document, summary, auditName } = await exported(
    request,
    format,
    wanted,
    services,
    async (found) => {
      const design = await wantedDesign(request.query, found, services);
      const event = found.event as unknown as PlacedEvent;
      return { design, languages: languagesFor(design.pack, event, readLanguages(language, design.pack)) };
    },
  );
  const { design, languages } = choice;
  if (document.overBudget.length > 0) {
    request.log.warn({ format, version: document.code.version }, 'A QR code is larger than its budget');
  }
  const desk = deskWith(services, design);
  const body = await bodyOf(wanted, document, summary, certificate, { languages, paper }, desk);
  const detail = wanted === 'application/pdf' ? 'pdf' : wanted.startsWith('image/') ? 'qr' : 'document';
  await recordAccess(services.db, access(request, certificate, `${detail}:${auditName}`));
  return reply
    .type(wanted === 'text/plain' || wanted === 'application/json' ? `${wanted}; charset=utf-8` : wanted)
    .headers({ ...stateHeaders(certificate), ...codeHeaders(document) })
    .send(body);
}

async function bodyOf(
  wanted: Representation,
  document: ExportedDocument,
  summary: CertificateSummary,
  { certificateId }: StoredCertificate,
  { languages, paper }: { languages: readonly string[]; paper: SheetPaper | undefined },
  { issuer, printer }: PrintingDesk,
): Promise<Buffer | string> {
  switch (wanted) {
    case 'application/pdf':
      return Buffer.from(
        await printDocument(document, summary, certificateId, issuer.pack, printer, languages, paper),
      );
    case 'image/png':
      return Buffer.from(qrPng(document.code));
    case 'image/svg+xml':
      return qrSvg(document.code);
    case 'text/plain':
      return document.text;
    case 'application/json':
      return JSON.stringify(describe(document, certificateId));
  }
}

/** A document for programs. */
const describe = (
  { format, overBudget, text, json, code, issuedAt, expiresAt, keyId }: ExportedDocument,
  certificateId: string,
) => ({
  certificateId,
  format,
  text,
  code: { version: code.version, errorCorrection: code.errorCorrection, modules: code.size, overBudget },
  issuedAt: new Date(issuedAt).toISOString(),
  ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
  keyId,
  document: json,
});

/** Answers with the file that is a format's own. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  format: ExportFormat,
  services: Services,
) {
  const { certificate, document, auditName } = await exported(
    request,
    format,
    'file',
    services,
    async () => {},
  );
  await recordAccess(services.db, access(request, certificate, `document:${auditName}`));
  return reply
    .type(document.file.mediaType)
    .headers({
      ...stateHeaders(certificate),
      'content-disposition': `attachment; filename="${document.file.name}"`,
    })
    .send(document.file.content);
}

/**
 * Answers with the FHIR document.
 *
 * @param type as which it was asked for.
 */
export async function sendFhir(
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  services: Services,
) {
  const query = request.query as ExportQuery;
  const holder = await holderIn(request, nameMembers);
  assertKind(query, false);
  const certificate = await meantCertificate(query, services);
  const document = fhirDocumentOf(certificate, holder, services.issuer.pack);
  await recordAccess(services.db, access(request, certificate, `document:${auditName('fhir', holder)}`));
  return reply
    .type(`${type}; charset=utf-8`)
    .headers(stateHeaders(certificate))
    .send(JSON.stringify(document));
}

/** Answers with the credential as it was signed, under a name of its data model that the caller accepts. */
export async function sendCredential(request: FastifyRequest, reply: FastifyReply, services: Services) {
  const query = request.query as ExportQuery;
  await holderIn(request, []);
  assertKind(query, false);
  const certificate = await meantCertificate(query, services);
  const credential = certificate.credential.toString();
  const type = acceptedOf(request, credentialTypes[dataModelOf(credential)]);
  await recordAccess(services.db, access(request, certificate, 'json'));
  return reply.type(`${type}; charset=utf-8`).headers(stateHeaders(certificate)).send(credential);
}

const codeHeaders = ({ code, overBudget }: ExportedDocument) => ({
  'x-qr-version': String(code.version),
  'x-qr-error-correction': code.errorCorrection,
  ...(overBudget.length > 0
    ? { 'x-qr-over-budget': overBudget.map(({ pointer }) => pointer).join(', ') }
    : {}),
});
