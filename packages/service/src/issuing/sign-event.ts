import { randomFillSync } from 'node:crypto';
import {
  certificateIdRandomBytes,
  formatCertificateId,
} from '@mohar/credential/credential/certificate-id.ts';
import { QrCapacityError } from '@mohar/credential/errors.ts';
import type { Fault, Parsed } from '@mohar/credential/event/fault.ts';
import { issueProof } from '@mohar/credential/proofs/issue-proof.ts';
import { packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { assertFits } from '@mohar/credential/qr/matrix.ts';
import { shardOf } from '../registry/shard.ts';
import type { StatusPosition } from '../registry/status-position.ts';
import { buildCredential } from './build-credential.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import type { Issuer } from './issuer.ts';

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
 * Gives an event an id, builds its credential and signs it.
 *
 * @param position in the status lists; without one (outside of a registry) the certificate names none.
 * @returns the signed certificate; a fault where its QR code would be too large.
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
  const unsigned = buildCredential(event, issuance, issuer);
  const signed = await issueProof(unsigned, issuer.suite, issuer.signer, issuance.issuedAt, issuer.contexts);
  const credential = JSON.stringify(signed);
  const fault = qrFault(credential, issuer, base);
  return fault
    ? { ok: false, faults: [fault] }
    : { ok: true, value: { certificateId, shard, issuedAt, credential } };
}

function qrFault(credential: string, issuer: Issuer, base: string): Fault | undefined {
  try {
    assertFits(packDivocPayload(credential, issuer.pack.qr.wrapping));
    return undefined;
  } catch (error) {
    if (!(error instanceof QrCapacityError)) throw error;
    const message = `is too long for a QR code: ${error.bytes} bytes, at most ${error.capacity} fit; shorten names and addresses`;
    return { pointer: base, rule: 'qr-capacity', message };
  }
}
