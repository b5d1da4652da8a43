import { randomFillSync } from 'node:crypto';
import {
  certificateIdRandomBytes,
  formatCertificateId,
} from '@mohar/credential/credential/certificate-id.ts';
import { QrCapacityError } from '@mohar/credential/errors.ts';
import type { Parsed } from '@mohar/credential/event/fault.ts';
import type { JsonValue } from '@mohar/credential/json.ts';
import { issueProof, standInProof } from '@mohar/credential/proofs/issue-proof.ts';
import { shardOf } from '../registry/shard.ts';
import type { StatusPosition } from '../registry/status-position.ts';
import { buildCredential } from './build-credential.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import { spareInQr, wrappingOf } from './certificate-qr.ts';
import { certificateTypeOf } from './event-identity.ts';
import type { Issuer } from './issuer.ts';
import { longestTexts } from './longest-texts.ts';

/** A signed certificate that is not in the registry yet. */
export interface SignedCertificate {
  readonly certificateId: string;
  readonly shard: number;
  readonly issuedAt: Date;
  /** The credential's JSON text: what is kept, and what the QR code carries, to the byte. */
  readonly credential: string;
}

/** Drawn for many certificates at once: each draw asks the operating system. */
const random = Buffer.alloc(certificateIdRandomBytes * 500);
let drawn = random.length;

function nextRandom(): Uint8Array {
  if (drawn === random.length) {
    randomFillSync(random);
    drawn = 0;
  }
  drawn += certificateIdRandomBytes;
  return random.subarray(drawn - certificateIdRandomBytes, drawn);
}

/**
 * Gives an event an id, builds its credential, makes sure that its QR code will do, and signs it.
 *
 * @param position in the status lists; without one (outside of a registry) the certificate names none.
 * @returns the signed certificate; faults where its QR code would be too large, most often before anything is signed.
 */
export async function signEvent(
  event: CertifiableEvent,
  position: StatusPosition | undefined,
  issuer: Issuer,
  now: number,
  base: string,
): Promise<Parsed<SignedCertificate>> {
  const shard = shardOf(event.beneficiary);
  const certificateId = formatCertificateId(shard, nextRandom());
  const issuedAt = new Date(now);
  const issuance = {
    certificateId,
    issuedAt: issuedAt.toISOString(),
    ...(position ? { status: position } : {}),
  };
  const { suite, signer, contexts } = issuer;
  const unsigned = buildCredential(event, issuance, issuer);
  const text = JSON.stringify(unsigned);
  const planned = withProof(text, standInProof(suite, signer, issuance.issuedAt));
  const plan = roomInQr(planned, event, issuer, base);
  if (!plan.ok) return plan;
  const { proof = null } = await issueProof(unsigned, suite, signer, issuance.issuedAt, contexts);
  const credential = withProof(text, proof);
  // What was planned tightly, or for a shorter signature, is measured again.
  if (plan.value < tight || credential.length > planned.length + tight) {
    const room = roomInQr(credential, event, issuer, base);
    if (!room.ok) return room;
  }
  return { ok: true, value: { certificateId, shard, issuedAt, credential } };
}

/** Bytes by which a real signature may pack worse than the one that a code was planned with. */
const tight = 64;

/** An unsigned credential's JSON text with its proof, which is its last member. */
const withProof = (unsigned: string, proof: JsonValue): string =>
  `${unsigned.slice(0, -1)},"proof":${JSON.stringify(proof)}}`;

/** How many bytes its QR code has left; or, where readers could read none, that, and what makes it so long. */
function roomInQr(credential: string, event: CertifiableEvent, issuer: Issuer, base: string): Parsed<number> {
  try {
    return { ok: true, value: spareInQr(credential, wrappingOf(issuer.pack, certificateTypeOf(event))) };
  } catch (error) {
    if (!(error instanceof QrCapacityError)) throw error;
    const message = `is too long for a QR code: ${error.bytes} bytes, at most ${error.capacity} fit; shorten names and addresses`;
    const long = longestTexts(signedPart(event), base, 3).map(({ pointer, bytes }) => ({
      pointer,
      rule: 'qr-capacity',
      message: `takes ${bytes} bytes of a QR code that has too few`,
    }));
    return { ok: false, faults: [{ pointer: base, rule: 'qr-capacity', message }, ...long] };
  }
}

/** What of an event, as it was sent, is in its credential. */
function signedPart(event: CertifiableEvent): object {
  if (event.kind === 'entity') return event.subject;
  const { recipient, facility } = event;
  return event.kind === 'test'
    ? { recipient, facility, testDetails: event.testDetails, verifier: event.verifier }
    : { recipient, facility, vaccination: event.vaccination, vaccinator: event.vaccinator };
}
