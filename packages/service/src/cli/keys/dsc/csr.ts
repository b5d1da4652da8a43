import { requestDocumentKey } from '../../../keys/documents/new-document-key.ts';
import type { CertifiedUse } from '../../../signing/x509/profiles.ts';
import { openNewFile } from '../../new-file.ts';
import { print } from '../describe-key.ts';
import { atKeyDesk } from '../key-desk.ts';
import { documentKeyFacts, readCountry, readEvents } from './describe-document-key.ts';
import { trialNote } from './next-steps.ts';

/**
 * `mohar keys dsc csr`: a document key that waits for its certificate, and the request for it. Nobody can make the same
 * request again: there is a file for it before there is a key, and the key is registered after the file is written.
 */
export async function csr(options: {
  use: CertifiedUse;
  country?: string;
  events?: string;
  out: string;
  json?: boolean;
}): Promise<void> {
  const { use, out, json } = options;
  const events = readEvents(options.events, use);
  const file = openNewFile(out, '--out');
  try {
    await atKeyDesk(async ({ db, config, pack, sources, now }) => {
      const country = readCountry(options.country, pack.country.alpha2);
      const wanted = { use, country, events, token: await sources.token() };
      const { key, request } = await requestDocumentKey(db, wanted, config, now, file.write);
      file.keep();
      print(
        json,
        { ...documentKeyFacts(key), request },
        `${use} key ${key.id} waits for its certificate. Have your authority sign ${out}, then: mohar keys dsc import <certificate> --authority <csca.pem>\n${trialNote(key)}`,
      );
    });
  } finally {
    file.close();
  }
}
