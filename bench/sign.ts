import { issueProof } from '@mohar/credential/proofs/issue-proof.ts';
import { buildCredential } from '@mohar/service/src/issuing/build-credential.ts';
import { bareCrypto } from './bare.ts';
import { proofPeers } from './peers/peers.ts';
import { rate } from './rate.ts';
import type { Row } from './row.ts';
import { certificateOf, issuerFor, sampleEvent, suiteNames } from './sample.ts';

/**
 * From a validated event to a signed certificate; and the signing of its credential alone, which is what peers do.
 * Every credential is of one shape: Mohar has learnt its plan in the warm-up, as a service has after its first two.
 */
export async function sign(): Promise<Row[]> {
  const event = sampleEvent();
  const rows: Row[] = [];
  for (const proof of suiteNames) {
    const issuer = issuerFor(proof);
    const issuedAt = new Date().toISOString();
    const unsigned = buildCredential(event, { certificateId: 'ZW7QD48VXF7XQXTV3', issuedAt }, issuer);
    const bare = await bareCrypto('sign', proof);
    rows.push(
      {
        what: `event to certificate, ${proof}`,
        figure: await rate(() => certificateOf(event, issuer)),
        peers: [bare],
      },
      {
        what: `credential signed, ${proof}`,
        figure: await rate(() =>
          issueProof(unsigned, issuer.suite, issuer.signer, new Date().toISOString(), issuer.contexts),
        ),
        peers: [...(await proofPeers('sign', unsigned, issuer)), bare],
      },
    );
  }
  return rows;
}
