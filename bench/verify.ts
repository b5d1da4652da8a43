import { packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { verify as verifyCertificate } from '@mohar/credential/verification/verify.ts';
import { bareCrypto } from './bare.ts';
import { proofPeers } from './peers/peers.ts';
import { rate } from './rate.ts';
import type { Row } from './row.ts';
import { certificateOf, issuerFor, sampleEvent, suiteNames } from './sample.ts';

/**
 * From the QR code's bytes to a verdict; and from the credential to a verdict, which is what peers do. The
 * credential's shape is known after the warm-up, as it is to a verifier after a country's first two.
 */
export async function verify(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const proof of suiteNames) {
    const issuer = issuerFor(proof);
    const { credential: text } = await certificateOf(sampleEvent(), issuer);
    const payload = packDivocPayload(text);
    const credential = JSON.parse(text);
    const judge = async (scanned: Parameters<typeof verifyCertificate>[0]) => {
      const { verdict } = await verifyCertificate(scanned, { trust: issuer.trust, at: Date.now() });
      if (verdict !== 'valid') throw new Error(`The sample certificate is ${verdict}.`);
    };
    const bare = await bareCrypto('verify', proof);
    rows.push(
      { what: `QR bytes to verdict, ${proof}`, figure: await rate(() => judge(payload)), peers: [bare] },
      {
        what: `credential to verdict, ${proof}`,
        figure: await rate(() => judge(credential)),
        peers: [...(await proofPeers('verify', credential, issuer)), bare],
      },
    );
  }
  return rows;
}
