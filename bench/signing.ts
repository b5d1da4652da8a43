import { randomBytes, sign } from 'node:crypto';
import { type CryptosuiteName, cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { signEvent } from '@mohar/service/src/issuing/sign-event.ts';
import { type Row, rate } from './rate.ts';
import { issuerFor, keyFor, sampleEvent } from './sample.ts';

const bare = {
  EdDSA: { digest: null, options: {} },
  ES256: { digest: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
  PS256: { digest: 'sha256', options: { padding: 6, saltLength: 32 } },
} as const;

/** From a validated event to a signed certificate, beside the bare signature. */
export async function signing(): Promise<Row[]> {
  const event = sampleEvent();
  const rows: Row[] = [];
  for (const proof of Object.keys(cryptosuites) as CryptosuiteName[]) {
    const issuer = issuerFor(proof);
    const { algorithm } = cryptosuites[proof];
    const { digest, options } = bare[algorithm];
    const bytes = randomBytes(64);
    const key = { key: keyFor(proof), ...options };
    rows.push({
      what: `certificate, ${proof}`,
      perSecond: await rate(() => signEvent(event, issuer, Date.now(), '')),
      peer: { what: `bare ${algorithm} signature`, perSecond: await rate(() => sign(digest, bytes, key)) },
    });
  }
  return rows;
}
