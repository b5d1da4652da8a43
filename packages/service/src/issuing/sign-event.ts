import { randomFillSync } from 'node:crypto';
import {
  certificateIdRandomBytes,
  formatCertificateId,
} from '@mohar/credential/credential/certificate-id.ts';
import { QrCapacityError } from '@mohar/credential/errors.ts';
import type { Fault, Parsed } from '@mohar/credential/event/fault.ts';
import { issueProof } from '@mohar/credential/proofs/issue-proof.ts';
import { shardOf } from '../registry/shard.ts';
import type { StatusPosition } from '../registry/status-position.ts';
import { buildCredential } from './build-credential.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import { assertFitsQr } from './certificate-qr.ts';
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
 * Gives an event an id, builds its credential and signs it.
 *
 * @param position in the status lists; without one (outside of a registry) the certificate names none.
 * @returns the signed certificate; faults where its QR code would be too large.
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
  const faults = qrFaults(credential, event, issuer, base);
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, value: { certificateId, shard, issuedAt, credential } };
}

/** That the credential has no QR code that readers read, and what makes it so long; nothing where it has one. */
function qrFaults(credential: string, event: CertifiableEvent, issuer: Issuer, base: string): Fault[] {
  try {
    assertFitsQr(credential, issuer.pack.qr.wrapping);
    return [];
  } catch (error) {
    if (!(error instanceof QrCapacityError)) throw error;
    const message = `is too long for a QR code: ${error.bytes} bytes, at most ${error.capacity} fit; shorten names and addresses`;
    return [
      { pointer: base, rule: 'qr-capacity', message },
      ...longestTexts(signedPart(event), base, 3).map(({ pointer, bytes }) => ({
        pointer,
        rule: 'qr-capacity',
        message: `takes ${bytes} bytes of a QR code that has too few`,
      })),
    ];
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
