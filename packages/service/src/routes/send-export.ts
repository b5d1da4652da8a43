import { qrPng } from '@mohar/credential/qr/png.ts';
import { qrSvg } from '@mohar/credential/qr/svg.ts';
import type { CertificateSummary } from '@mohar/credential/verification/summarize.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { exportCertificate } from '../exporting/export-certificate.ts';
import type { ExportedDocument } from '../exporting/export-document.ts';
import type { ExportFormat } from '../exporting/export-format.ts';
import { fhirDocumentOf } from '../exporting/fhir-document.ts';
import { printDocument } from '../exporting/print-document.ts';
import { recordAccess } from '../registry/record-access.ts';
import type { StoredCertificate } from '../registry/stored-certificate.ts';
import type { Services } from '../services.ts';
import { type ExportQuery, holderIn, meantCertificate } from './export-query.ts';
import { access, readLanguages, stateHeaders } from './find-for-caller.ts';
import type { Representation } from './representations.ts';

async function exported(request: FastifyRequest, format: ExportFormat, services: Services) {
  const query = request.query as ExportQuery;
  const holder = await holderIn(request);
  const certificate = await meantCertificate(query, services);
  const { metrics } = services;
  try {
    const given = await exportCertificate(
      certificate,
      { format, holder, recovery: query.kind === 'recovery', now: services.clock() },
      { ...services, pack: services.issuer.pack },
    );
    metrics.exported(format, { version: given.document.code.version });
    return { certificate, isRenamed: Object.keys(holder).length > 0, ...given };
  } catch (error) {
    metrics.exported(format, { refused: (error as { code?: string }).code ?? 'ERROR' });
    throw error;
  }
}

/** Answers with a document, in one of the forms that every format comes in. */
export async function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  format: ExportFormat,
  wanted: Representation,
  services: Services,
): Promise<FastifyReply> {
  const { language } = request.query as ExportQuery;
  const languages = readLanguages(language, services.issuer.pack.languages);
  const { certificate, document, summary, isRenamed } = await exported(request, format, services);
  if (document.overBudget.length > 0) {
    request.log.warn({ format, version: document.code.version }, 'A QR code is larger than its budget');
  }
  const body = await bodyOf(wanted, document, summary, certificate, languages, services);
  const detail = wanted === 'application/pdf' ? 'pdf' : wanted.startsWith('image/') ? 'qr' : 'document';
  await recordAccess(services.db, access(request, certificate, `${detail}:${auditName(format, isRenamed)}`));
  return reply
    .type(wanted === 'text/plain' || wanted === 'application/json' ? `${wanted}; charset=utf-8` : wanted)
    .headers({ ...stateHeaders(certificate), ...codeHeaders(document) })
    .send(body);
}

/** In the audit trail: also whether the holder's names were the caller's, not which. */
const auditName = (format: ExportFormat, isRenamed: boolean) => (isRenamed ? `${format}+names` : format);

async function bodyOf(
  wanted: Representation,
  document: ExportedDocument,
  summary: CertificateSummary,
  { certificateId }: StoredCertificate,
  languages: readonly string[],
  { issuer, printer }: Services,
): Promise<Buffer | string> {
  switch (wanted) {
    case 'application/pdf':
      return Buffer.from(
        await printDocument(document, summary, certificateId, issuer.pack, printer, languages),
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
  const { certificate, document, isRenamed } = await exported(request, format, services);
  await recordAccess(services.db, access(request, certificate, `document:${auditName(format, isRenamed)}`));
  return reply
    .type(document.file.mediaType)
    .headers({
      ...stateHeaders(certificate),
      'content-disposition': `attachment; filename="${document.file.name}"`,
    })
    .send(document.file.content);
}

/** Answers with the FHIR document. */
export async function sendFhir(request: FastifyRequest, reply: FastifyReply, services: Services) {
  const query = request.query as ExportQuery;
  const certificate = await meantCertificate(query, services);
  const document = fhirDocumentOf(certificate, services.issuer.pack);
  await recordAccess(services.db, access(request, certificate, 'document:fhir'));
  return reply
    .type('application/fhir+json; charset=utf-8')
    .headers(stateHeaders(certificate))
    .send(JSON.stringify(document));
}

/** Answers with the credential as it was signed. */
export async function sendCredential(request: FastifyRequest, reply: FastifyReply, services: Services) {
  const certificate = await meantCertificate(request.query as ExportQuery, services);
  await recordAccess(services.db, access(request, certificate, 'json'));
  return reply
    .type('application/vc; charset=utf-8')
    .headers(stateHeaders(certificate))
    .send(certificate.credential.toString());
}

const codeHeaders = ({ code, overBudget }: ExportedDocument) => ({
  'x-qr-version': String(code.version),
  'x-qr-error-correction': code.errorCorrection,
  ...(overBudget.length > 0
    ? { 'x-qr-over-budget': overBudget.map(({ pointer }) => pointer).join(', ') }
    : {}),
});
