import { createPublicKey, randomBytes, sign, verify as verifyBare } from 'node:crypto';
import { type CryptosuiteName, cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { signEvent } from '@mohar/service/src/issuing/sign-event.ts';
import { type Row, rate } from './rate.ts';
import { issuerFor, keyFor, sampleEvent } from './sample.ts';

/** From the QR code's bytes to a verdict, beside the bare verification of an Ed25519 signature. */
export async function verifying(): Promise<Row[]> {
  const key = keyFor('Ed25519Signature2018');
  const bytes = randomBytes(64);
  const signature = sign(null, bytes, key);
  const publicKey = createPublicKey(key);
  const bare = await rate(() => verifyBare(null, bytes, publicKey, signature));
  const rows: Row[] = [];
  for (const proof of Object.keys(cryptosuites) as CryptosuiteName[]) {
    const issuer = issuerFor(proof);
    const signed = await signEvent(sampleEvent(), issuer, Date.now(), '');
    if (!signed.ok) throw new Error('The sample event cannot be signed.');
    const payload = packDivocPayload(signed.value.credential);
    rows.push({
      what: `verdict, ${proof}`,
      perSecond: await rate(() => verify(payload, { trust: issuer.trust, at: Date.now() })),
      peer: { what: 'bare Ed25519 verification', perSecond: bare },
    });
  }
  return rows;
}
