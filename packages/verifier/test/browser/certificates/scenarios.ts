import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatCertificateId } from '@mohar/credential/credential/certificate-id.ts';
import type { IssuerProfile } from '@mohar/credential/credential/issuer-profile.ts';
import { parseVaccination } from '@mohar/credential/event/parse-vaccination.ts';
import { contentCompact, packCompact } from '@mohar/credential/formats/compact/pack.ts';
import { bindContent } from '@mohar/credential/formats/divoc/binding.ts';
import { buildDivocVaccination } from '@mohar/credential/formats/divoc/build-vaccination.ts';
import { buildVc2 } from '@mohar/credential/formats/w3c-vc2/build.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import { cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { issueProof } from '@mohar/credential/proofs/issue-proof.ts';
import { packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { type QrMatrix, qrMatrix } from '@mohar/credential/qr/matrix.ts';
import type { TrustedIssuer } from '@mohar/credential/trust/signed-trust-list.ts';
import { icvpKeyOf, makeDocuments, scanned } from './documents.ts';
import { type SampleIssuer, sampleIssuer } from './issuers.ts';

/** What is held before the camera, and what the app must say of it. */
export interface Scenario {
  readonly name: string;
  /** The bytes of the QR code. */
  readonly payload: Uint8Array;
  /** The code itself. */
  readonly code: QrMatrix;
  readonly verdict: string;
  readonly status: 'checked' | 'not-checked';
  /** Whose certificate it is; absent where the app must not show one. */
  readonly holder?: string;
  /** What else a person must see at a glance. */
  readonly shows?: readonly string[];
}

/** All scenarios, and the revocations that make them so. */
export interface Scenarios {
  readonly own: SampleIssuer;
  readonly all: readonly Scenario[];
  /** In the formats of other countries. */
  readonly documents: readonly Scenario[];
  /** Who signed those. */
  readonly documentIssuers: readonly TrustedIssuer[];
  readonly revoked: readonly { readonly certificateId: string; readonly superseded: boolean }[];
  readonly issuedIds: readonly string[];
}

const issuedAt = '2026-05-01T10:20:30Z';
const example = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../../examples/vaccination.json'), 'utf8'),
);

const profileOf = ({ issuer }: SampleIssuer): IssuerProfile => ({
  issuer: 'https://issuer.example/',
  issuerName: issuer.name.en ?? '',
  identityPrefix: `${issuer.id}:identity`,
  vaccinationBaseUrl: 'https://issuer.example/vaccine/',
  testBaseUrl: 'https://issuer.example/test/',
  feedbackBaseUrl: 'https://issuer.example/?',
  infoBaseUrl: 'https://issuer.example/?',
  statusBaseUrl: 'https://issuer.example/status/lists/',
  country: { alpha2: 'XX', alpha3: 'XXX' },
  vaccineCodes: () => ({ icd11Code: 'XM97T2', prophylaxis: 'COVID-19 vaccine' }),
});

interface Wish {
  readonly holder: string;
  readonly vc2?: boolean;
  /** Longer texts: a code of about 150 modules a side. */
  readonly dense?: boolean;
  readonly validity?: JsonObject;
}

async function certificate(issuer: SampleIssuer, { holder, vc2, dense, validity = {} }: Wish) {
  const certificateId = formatCertificateId(7, randomBytes(9));
  const long = (text: string) => (dense ? `${text} ${'long and winding '.repeat(5)}`.slice(0, 95) : text);
  const event = {
    ...example,
    preEnrollmentCode: `pre-${certificateId}`,
    recipient: {
      ...example.recipient,
      name: holder,
      address: { ...example.recipient.address, addressLine1: long('12 Temple Street') },
    },
    facility: { ...example.facility, name: long('District Hospital') },
  };
  const parsed = parseVaccination(event, 'domestic', { now: Date.parse(issuedAt), timeZone: 'Etc/UTC' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const build = vc2 ? buildVc2 : buildDivocVaccination;
  const built: JsonObject = build(parsed.value, { certificateId, issuedAt }, profileOf(issuer));
  const unsigned = vc2 ? { ...built, ...validity } : bindContent(unbound({ ...built, ...validity }));
  const suite = cryptosuites[vc2 ? 'eddsa-rdfc-2022' : 'Ed25519Signature2018'];
  return { certificateId, credential: await issueProof(unsigned, suite, issuer.signer, issuedAt) };
}

/** Without the digest, which is written last. */
function unbound(credential: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(credential).replace(/[?&]binding=[\w-]{43}/, ''));
}

/** Makes all certificates anew, with keys of their own. */
export async function makeScenarios(): Promise<Scenarios> {
  const ministry = sampleIssuer('did:web:issuer.example', 'Ministry of Health');
  const icvp = icvpKeyOf(ministry.issuer);
  const own: SampleIssuer = {
    ...ministry,
    issuer: { ...ministry.issuer, keys: [...ministry.issuer.keys, ...icvp.issuer.keys] },
  };
  const stranger = sampleIssuer('did:web:stranger.example', 'Somebody Else');
  const issuedIds: string[] = [];
  const payloadOf = (credential: JsonObject) => packDivocPayload(JSON.stringify(credential), 'text');
  const make = async (wish: Wish, issuer = own) => {
    const made = await certificate(issuer, wish);
    issuedIds.push(made.certificateId);
    return { ...made, ...printed(payloadOf(made.credential)) };
  };

  const valid = await make({ holder: 'Asha Validova' });
  const dense = await make({ holder: 'Padmavathi Densaram Subramanian', dense: true });
  const vc2 = await make({ holder: 'Vikram Twopoint', vc2: true });
  const revoked = await make({ holder: 'Ravi Revoked' });
  const superseded = await make({ holder: 'Sunita Superseded' });
  const expired = await make({ holder: 'Eva Expired', validity: { expirationDate: '2026-06-01T00:00:00Z' } });
  const early = await make({ holder: 'Nora Notyet', validity: { issuanceDate: '2099-01-01T00:00:00Z' } });
  const other = await make({ holder: 'Stefan Stranger' }, stranger);
  const changed: JsonObject = JSON.parse(
    JSON.stringify((await make({ holder: 'Tara Honest' })).credential).replace(
      'Tara Honest',
      'Tara Tampered',
    ),
  );
  const compact = await make({ holder: 'Kavya Kompakt', vc2: true });
  const icvpId = formatCertificateId(7, randomBytes(9));
  issuedIds.push(icvpId);
  const documents = await makeDocuments(icvp, icvpId);
  const checked = { status: 'checked' } as const;
  const unchecked = { status: 'not-checked' } as const;
  return {
    own,
    issuedIds,
    documents: [
      {
        name: 'compact',
        ...scanned(contentCompact(packCompact(JSON.stringify(compact.credential))), 'medium'),
        verdict: 'valid',
        holder: 'Kavya Kompakt',
        shows: ['W3C Verifiable Credential 2.0', 'Ministry of Health'],
        ...checked,
      },
      ...documents.all,
    ],
    documentIssuers: documents.issuers,
    revoked: [
      { certificateId: revoked.certificateId, superseded: false },
      { certificateId: superseded.certificateId, superseded: true },
    ],
    all: [
      { name: 'valid', ...codeOf(valid), verdict: 'valid', holder: 'Asha Validova', ...checked },
      {
        name: 'dense',
        ...codeOf(dense),
        verdict: 'valid',
        holder: 'Padmavathi Densaram Subramanian',
        ...checked,
      },
      { name: 'VC 2.0', ...codeOf(vc2), verdict: 'valid', holder: 'Vikram Twopoint', ...checked },
      { name: 'revoked', ...codeOf(revoked), verdict: 'revoked', holder: 'Ravi Revoked', ...checked },
      {
        name: 'superseded',
        ...codeOf(superseded),
        verdict: 'superseded',
        holder: 'Sunita Superseded',
        ...checked,
      },
      { name: 'expired', ...codeOf(expired), verdict: 'expired', holder: 'Eva Expired', ...checked },
      {
        name: 'not yet valid',
        ...codeOf(early),
        verdict: 'not-yet-valid',
        holder: 'Nora Notyet',
        ...checked,
      },
      { name: 'tampered', ...printed(payloadOf(changed)), verdict: 'tampered', ...unchecked },
      { name: 'another issuer', ...codeOf(other), verdict: 'untrusted-issuer', ...unchecked },
      {
        name: 'a shop’s URL',
        ...printed(new TextEncoder().encode('https://shop.example/offers/summer?id=42')),
        verdict: 'unreadable',
        ...unchecked,
      },
    ],
  };
}

/** A code in byte mode. */
const printed = (payload: Uint8Array) => ({ payload, code: qrMatrix(payload) });

const codeOf = ({ payload, code }: Pick<Scenario, 'payload' | 'code'>) => ({ payload, code });
