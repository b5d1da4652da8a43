import { writeFileSync } from 'node:fs';
import { requestDocumentKey } from '../../../keys/new-document-key.ts';
import type { CertifiedUse } from '../../../signing/x509/profiles.ts';
import { print } from '../describe-key.ts';
import { atKeyDesk } from '../key-desk.ts';
import { documentKeyFacts, readCountry, readEvents } from './describe-document-key.ts';

/** `mohar keys dsc csr`: a document key that waits for its certificate, and the request for it. */
export async function csr(options: {
  use: CertifiedUse;
  country?: string;
  events?: string;
  out: string;
  json?: boolean;
}): Promise<void> {
  const { use, out, json } = options;
  const events = readEvents(options.events, use);
  await atKeyDesk(async ({ db, config, pack, sources, now }) => {
    const country = readCountry(options.country, pack.country.alpha2);
    const wanted = { use, country, events, token: await sources.token() };
    const { key, request } = await requestDocumentKey(db, wanted, config, now);
    writeFileSync(out, request);
    print(
      json,
      { ...documentKeyFacts(key), request },
      `${use} key ${key.id} waits for its certificate. Have your authority sign ${out}, then: mohar keys dsc import <certificate> --authority <csca.pem>\n`,
    );
  });
}
