import { isJsonObject, type JsonObject } from '@mohar/credential/json.ts';
import { knownIssuers } from '@mohar/credential/trust/known-issuers.ts';
import { explain } from '@mohar/credential/verification/explain.ts';
import { formatNames } from '@mohar/credential/verification/format-names.ts';
import type { Verification } from '@mohar/credential/verification/verdict.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../problem.ts';
import { openImportedTrust } from '../publishing/imported-trust.ts';
import { registryStatus } from '../publishing/registry-status.ts';
import { trustOf } from '../publishing/trust-list.ts';
import type { Services } from '../services.ts';
import { verdictLanguages, wordsOf } from './verdict-words.ts';

const answerSchema = {
  type: 'object',
  required: ['verdict', 'status', 'checks', 'headline'],
  properties: {
    verdict: {
      type: 'string',
      enum: [
        'valid',
        'revoked',
        'expired',
        'not-yet-valid',
        'untrusted-issuer',
        'tampered',
        'malformed',
        'unreadable',
      ],
    },
    headline: { type: 'string', description: 'The verdict in words' },
    advice: { type: 'string', description: 'What to do; empty for a valid certificate' },
    status: {
      type: 'object',
      properties: {
        state: { type: 'string', enum: ['checked', 'not-checked'] },
        checkedAt: { type: 'string' },
      },
    },
    format: { type: 'string', enum: Object.keys(formatNames) },
    formatName: { type: 'string' },
    issuerName: { type: 'string' },
    revocation: {
      type: 'object',
      properties: { reason: { type: 'string' }, revokedAt: { type: 'string' } },
    },
    checks: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          outcome: { type: 'string', enum: ['passed', 'failed', 'warning', 'skipped'] },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
    summary: { type: 'object', additionalProperties: true, description: 'What a person looks at' },
    credential: {
      type: 'object',
      additionalProperties: true,
      description: 'What is signed, where the signature holds and the format is one of W3C',
    },
    content: {
      type: 'object',
      additionalProperties: true,
      description: 'What is signed, where the signature holds and the format is another',
    },
  },
};

/** Verification for systems that want it done by the server. Keeps nothing of what it is asked. */
export function verifyRoutes(app: FastifyInstance, services: Services): void {
  const imported = openImportedTrust(services.db);
  for (const url of ['/verify', '/divoc/api/v1/verify']) {
    app.post(
      url,
      {
        config: { access: 'public' },
        bodyLimit: 128 * 1024,
        schema: {
          tags: ['verify'],
          summary: 'Verify a scanned certificate or a credential',
          description:
            'Every certificate gets an answer with its verdict and all checks, also one that is not genuine. Nothing of ' +
            'it is kept. Status is looked up in the registry, for certificates of this issuer, and in the card revocation lists ' +
            'that were imported, for SMART Health Cards of others.',
          querystring: {
            type: 'object',
            properties: { language: { type: 'string', enum: [...verdictLanguages], default: 'en' } },
          },
          body: {
            type: 'object',
            additionalProperties: true,
            description: 'One of: qr, bytes, credential; or the credential itself',
            properties: {
              qr: { type: 'string', description: 'The text of a QR code' },
              bytes: { type: 'string', description: 'The bytes of a QR code, base64' },
              credential: { type: 'object', additionalProperties: true },
            },
          },
          response: { 200: answerSchema, '4xx': { $ref: 'Problem#' } },
        },
      },
      async (request) => {
        const { language = 'en' } = request.query as { language?: string };
        const { issuer, documentKeys, db, clock } = services;
        const now = clock();
        const { keys, status } = await imported.current();
        const found = await verify(scannedIn(request.body as JsonObject), {
          trust: [...trustOf(issuer), ...documentKeys.trust, ...keys],
          known: knownIssuers,
          contexts: issuer.contexts,
          at: now,
          status: [registryStatus(db, issuer, now), ...status],
        });
        return answerOf(found, language);
      },
    );
  }
}

function answerOf(found: Verification, language: string) {
  const { headline, advice, checks } = explain(found, wordsOf(language));
  return {
    ...found,
    headline,
    advice,
    checks: found.checks.map((check, n) => ({ ...check, detail: checks[n]?.detail ?? check.detail })),
    ...(found.format ? { formatName: formatNames[found.format] } : {}),
  };
}

function scannedIn(body: JsonObject): string | Uint8Array | JsonObject {
  const { qr, bytes, credential } = body;
  if (typeof qr === 'string') return qr;
  if (isJsonObject(credential)) return credential;
  if (typeof bytes === 'string') {
    if (/^[A-Za-z0-9+/]*={0,2}$/.test(bytes) && bytes.length % 4 === 0) return Buffer.from(bytes, 'base64');
    throw invalid('/bytes', 'base64', 'must be base64 (RFC 4648, section 4)');
  }
  if ('@context' in body) return body;
  throw invalid('', 'required', 'must have one of the members qr, bytes, credential; or be a credential');
}

const invalid = (pointer: string, rule: string, message: string) =>
  new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'Nothing to verify',
    detail: 'The body holds nothing that can be verified.',
    faults: [{ pointer, rule, message }],
  });
